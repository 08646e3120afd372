import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { bytesInTransit } from "../../src/stage/in-transit.ts";
import { hasPython } from "../peers/python-peer.ts";

/** Both ends of a connection, of which the one sends and the other reads as it is told, a line for each step. */
const BOTH_ENDS = `
import socket, sys
listener = socket.create_server(("127.0.0.1", 0))
one = socket.create_connection(listener.getsockname())
other, _ = listener.accept()
print("tcp://%s:%d" % one.getsockname(), "tcp://%s:%d" % other.getsockname(), flush=True)
for line in sys.stdin:
    what, count = line.split()
    if what == "send": one.sendall(b"x" * int(count))
    else: other.recv(int(count), socket.MSG_WAITALL)
    print("done", flush=True)
`;

test.skipIf(!hasPython)("what was sent and not yet read is in transit, to the byte", async () => {
  const python = spawn("python3", ["-c", BOTH_ENDS], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void python.kill());
  const lines = createInterface({ input: python.stdout });
  const told = async (): Promise<string> => String((await once(lines, "line"))[0]);
  const [one = "", other = ""] = (await told()).split(" ");
  const inTransit = async (): Promise<readonly (number | null)[]> =>
    await Promise.all([bytesInTransit(one, other), bytesInTransit(other, one)]);
  const steps = { "send 100000": 100_000, "read 40000": 60_000, "read 60000": 0 };
  for (const [step, left] of Object.entries(steps)) {
    python.stdin.write(`${step}\n`);
    await told();
    // The last acknowledgement may be held back for a moment (RFC 9293, 3.8.6.3); until then its bytes count twice.
    await expect.poll(inTransit, { timeout: 5_000 }).toEqual([left, 0]);
  }
});

test("of what is no IPv4 connection of this machine nothing is told", async () => {
  expect(await bytesInTransit("tcp://127.0.0.1:1", "tcp://127.0.0.1:2")).toBeNull();
  expect(await bytesInTransit("tcp://[::1]:1", "tcp://[::1]:2")).toBeNull();
  expect(await bytesInTransit("unix:", "unix:/path")).toBeNull();
});
