import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { bytesInTransit } from "../../src/stage/in-transit.ts";
import { hasPython } from "../peers/python-peer.ts";

/** Both ends of a connection, of which the one sends and the other reads as it is told, a line for each step. */
const BOTH_ENDS = `
import socket, sys
family, host = sys.argv[1:]
listener = socket.create_server((host, 0), family=getattr(socket, family), dualstack_ipv6=host == "::")
one = socket.create_connection(("127.0.0.1", listener.getsockname()[1]))
other, _ = listener.accept()
print(*("tcp://%s:%d" % end.getsockname()[:2] for end in (one, other)), flush=True)
for line in sys.stdin:
    what, count = line.split()
    if what == "send": one.sendall(b"x" * int(count))
    else: other.recv(int(count), socket.MSG_WAITALL)
    print("done", flush=True)
`;

test.skipIf(!hasPython).each([
  ["AF_INET", "127.0.0.1"],
  // The end that is accepted is a socket of IPv6 with a mapped address, and in another table than the one that connected.
  ["AF_INET6", "::"],
])("what was sent to a listener of %s on %s and not yet read is in transit, to the byte", async (family, host) => {
  const python = spawn("python3", ["-c", BOTH_ENDS, family, host], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void python.kill());
  const lines = createInterface({ input: python.stdout });
  const told = async (): Promise<string> => String((await once(lines, "line"))[0]);
  // A program writes a mapped address as its system does.
  const [one = "", other = ""] = (await told()).replace("::ffff:127.0.0.1", "[::ffff:127.0.0.1]").split(" ");
  const inTransit = (): readonly (number | null)[] => [bytesInTransit(one, other), bytesInTransit(other, one)];
  const steps = { "send 100000": 100_000, "read 40000": 60_000, "read 60000": 0 };
  for (const [step, left] of Object.entries(steps)) {
    python.stdin.write(`${step}\n`);
    await told();
    // The last acknowledgement may be held back for a moment (RFC 9293, 3.8.6.3); until then its bytes count twice.
    await expect.poll(inTransit, { timeout: 5_000 }).toEqual([left, 0]);
  }
});

test("of what is no connection of this machine nothing is told", () => {
  expect(bytesInTransit("tcp://127.0.0.1:1", "tcp://127.0.0.1:2")).toBeNull();
  expect(bytesInTransit("tcp://[::1]:1", "tcp://[::1]:2")).toBeNull();
  expect(bytesInTransit("", "")).toBeNull();
});

test.skipIf(!hasPython)("of a Unix connection the most that the system holds is told, by its own default", () => {
  const { stdout } = spawnSync("python3", [
    "-c",
    "import socket; print(socket.socket(socket.AF_UNIX).getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF))",
  ]);
  expect(bytesInTransit("unix:", "unix:/path")).toBe(Number(stdout));
});
