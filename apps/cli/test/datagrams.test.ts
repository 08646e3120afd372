import { randomInt } from "node:crypto";
import { datagramServices } from "@anysock/services";
import { expect, test, vi } from "vitest";
import { ReflectorGuard, reflectorPorts } from "../src/reflectors.ts";
import { askedBy, datagramPeer } from "./datagram-peer.ts";
import { anysock, hasPython, run } from "./program.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const runtimes = ["node", "bun", "deno"] as const;
const ECHO = "server.sendto(data, peer)";

test.skipIf(!hasPython).each(runtimes)(
  "serve --runtime %s has streams and datagrams together, and ends with status 0 on SIGTERM",
  async (runtime) => {
    const server = anysock("serve", "--runtime", runtime, "--listen", "tcp://:0", "--listen", "udp://:0");
    const [, port] = await server.says(/^READY tcp 127\.0\.0\.1:\d+\nREADY udp 127\.0\.0\.1:(\d+)\nREADY\n/);
    const questions = ["b'hello'", "b''", "bytes(range(256))", "b'x' * 65507"];
    expect(await askedBy(Number(port), questions)).toEqual(questions.map(() => "the same"));
    server.child.kill("SIGTERM");
    const { status, stderr } = await server.ended;
    expect(stderr.split("\n")).toContain("udp://:0: no limit of datagrams");
    expect(status).toBe(0);
  },
);

test.skipIf(!hasPython).each([
  ["upper", "b'hello'", "b'HELLO'"],
  ["discard", "b'hello'", "None"],
])("serve --service %s over UDP answers %s with %s", async (service, question, answer) => {
  const server = anysock("serve", "--service", service, "--listen", "udp://:0");
  const [, port] = await server.says(/^READY udp 127\.0\.0\.1:(\d+)\nREADY\n/);
  expect(await askedBy(Number(port), [question], { patience: answer === "None" ? 0.3 : 5 })).toEqual([answer]);
  server.child.kill("SIGTERM");
  expect((await server.ended).status).toBe(0);
});

test.skipIf(!hasPython)("serve says so where another has the port, with status 1", async () => {
  const { url } = await datagramPeer(ECHO);
  const { status, stderr } = await run("serve", "--listen", url);
  expect(stderr).toMatch(/^anysock: bind udp:\S+: EADDRINUSE \(/);
  expect(status).toBe(1);
});

test.skipIf(!hasPython)(
  "where others can come, serve answers no port of a service that answers, and says how many it dropped; on loopback it does",
  async () => {
    const server = anysock("serve", "--listen", "udp://0.0.0.0:0", "--listen", "udp://127.0.0.1:0");
    const [, open, inside] = await server.says(/^READY udp 0\.0\.0\.0:(\d+)\nREADY udp 127\.0\.0\.1:(\d+)\nREADY\n/);
    // An address of loopback that no other run of this test has: only the port is the matter.
    const reflector = { host: `127.86.${randomInt(1, 255)}.${randomInt(1, 255)}`, from: 3702 };
    expect(await askedBy(Number(inside), ["b'hello'"], reflector)).toEqual(["the same"]);
    expect(await askedBy(Number(open), ["b'hello'", "b'again'"], { ...reflector, patience: 0.3 })).toEqual([
      "None",
      "None",
    ]);
    expect(await askedBy(Number(open), ["b'hello'"])).toEqual(["the same"]);
    server.child.kill("SIGTERM");
    const { status, stderr } = await server.ended;
    const lines = stderr.split("\n");
    expect(lines).toContain(
      "udp://0.0.0.0:0 can be reached by others: none is answered that comes from port 0 or from a service that answers; no limit by source",
    );
    expect(lines).toContain("2 datagrams from port 0 or from services that answer were dropped");
    expect(status).toBe(0);
  },
);

test("the ports that are not answered are 0 and those of the small services, DNS and NTP among others", () => {
  const guard = new ReflectorGuard();
  const answer = guard.guarding(datagramServices.echo.answer);
  const data = new Uint8Array(1);
  const from = (port: number) => ({ family: "ipv4", host: "192.0.2.1", port }) as const;
  const silent = [0, 7, 13, 17, 19, 37, 53, 123];
  expect(silent.map((port) => answer(data, from(port)))).toEqual(silent.map(() => null));
  expect(guard.dropped).toBe(silent.length);
  expect([1, 8, 1024, 49_152].map((port) => answer(data, from(port)))).toEqual([data, data, data, data]);
  expect(silent.every((port) => port === 0 || reflectorPorts.has(port))).toBe(true);
});

test.skipIf(!hasPython).each(runtimes)(
  "connect --runtime %s makes a datagram of each line, and writes what comes back as it is, with status 0",
  async (runtime) => {
    const peer = await datagramPeer(`print(data, flush=True); ${ECHO}`);
    const client = anysock("connect", "--runtime", runtime, peer.url);
    client.child.stdin?.end("one\n\nthree\nand no end");
    expect(await client.ended).toEqual({ status: 0, stdout: "one\n\nthree\nand no end", stderr: "" });
    await peer.end();
    expect(peer.program.stdout.split("\n").slice(1, -1)).toEqual(
      ["one\\n", "\\n", "three\\n", "and no end"].map((line) => `b'${line}'`),
    );
  },
);

test.skipIf(!hasPython)("connect without a host sends to 127.0.0.1", async () => {
  const { port } = await datagramPeer("server.sendto(data.upper(), peer)");
  const client = anysock("connect", `udp://:${port}`);
  client.child.stdin?.end("hello\n");
  expect(await client.ended).toMatchObject({ status: 0, stdout: "HELLO\n" });
});

test.skipIf(!hasPython)("connect ends by itself where nothing comes back, with status 0", async () => {
  const { url } = await datagramPeer("pass");
  const client = anysock("connect", url);
  client.child.stdin?.end("hello\n");
  expect(await client.ended).toEqual({ status: 0, stdout: "", stderr: "" });
});

test.skipIf(!hasPython)("each datagram begins the silence anew", async () => {
  const { url } = await datagramPeer("[(time.sleep(2), server.sendto(data, peer)) for _ in range(2)]");
  const client = anysock("connect", "--silence", "3", url);
  client.child.stdin?.end("late\n");
  expect(await client.ended).toEqual({ status: 0, stdout: "late\nlate\n", stderr: "" });
});

test.skipIf(!hasPython)("connect says where nobody listens, with status 1, without waiting for stdin", async () => {
  const peer = await datagramPeer("pass");
  await peer.end();
  const client = anysock("connect", peer.url);
  client.child.stdin?.write("hello\n");
  const { status, stdout, stderr } = await client.ended;
  expect(stderr).toMatch(/^anysock: receive udp:\S+: ECONNREFUSED \(nobody listens there[^\n]+\)\n$/);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
});

test.skipIf(!hasPython)("connect writes what has come before it says that a line is no datagram", async () => {
  const { url } = await datagramPeer(ECHO);
  const client = anysock("connect", url);
  client.child.stdin?.end(`hello\n${"x".repeat(70_000)}`);
  const { status, stdout, stderr } = await client.ended;
  expect(stderr).toMatch(/^anysock: send udp:\S+: EMSGSIZE \([^\n]+ at most 65507\)\n$/);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "hello\n" });
});
