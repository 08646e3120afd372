import process from "node:process";
import { describe, expect, onTestFinished, test } from "vitest";
import { Child } from "../../src/subject/child.ts";
import { whyNotReceiving } from "../../src/subject/receiving-process.ts";
import { hasPython } from "../peers/python-peer.ts";

/** A Python program with a UDP socket there: its process, the port, and what `then` tells besides. */
async function receiving(
  family: string,
  at: string,
  then = "tell(0)",
): Promise<{ readonly pid: number; readonly port: number; readonly told: number }> {
  const program = `
import json, os, socket, sys
server = socket.socket(socket.${family}, socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
server.bind(${at})
tell = lambda told: print(json.dumps([server.getsockname()[1], told]), flush=True)
${then}
sys.stdin.read()`;
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = await Child.start("python", { argv: ["python3", "-c", program] }, { line: resolve });
  onTestFinished(() => child.stop(0));
  const [port, told] = JSON.parse(await promise) as [number, number];
  return { pid: child.pid, port, told };
}

describe.skipIf(!hasPython)("the process of a server of datagrams", () => {
  test.each([
    ["AF_INET", '("127.0.0.1", 0)', "127.0.0.1"],
    ["AF_INET", '("0.0.0.0", 0)', "127.0.0.1"],
    ["AF_INET6", '("::1", 0)', "[::1]"],
    ["AF_INET6", '("::", 0)', "[::1]"],
    ["AF_INET6", '("::", 0)', "127.0.0.1"],
  ])("is the one that has the socket on %s at %s for %s, and no other", async (family, at, host) => {
    const { pid, port } = await receiving(family, at);
    const address = `udp://${host}:${port}`;
    expect(whyNotReceiving(pid, address)).toBeNull();
    expect(whyNotReceiving(process.pid, address)).toBe(
      `that process does not have the UDP socket at ${address}; process ${pid} has`,
    );
  });

  test("is not the one with the same port on any address, where another has this one", async () => {
    const any = await receiving("AF_INET", '("0.0.0.0", 0)');
    const one = await receiving("AF_INET", `("127.0.0.1", ${any.port})`);
    const address = `udp://127.0.0.1:${any.port}`;
    expect(whyNotReceiving(one.pid, address)).toBeNull();
    expect(whyNotReceiving(any.pid, address)).toContain(`process ${one.pid} has`);
    expect(whyNotReceiving(any.pid, `udp://127.0.0.2:${any.port}`)).toBeNull();
  });

  test("cannot be told where another shares the socket, or the port", async () => {
    const shared = await receiving("AF_INET", '("127.0.0.1", 0)', "pid = os.fork()\nif pid: tell(pid)");
    const other = await receiving("AF_INET", '("127.0.0.1", 0)');
    const twin = await receiving("AF_INET", `("127.0.0.1", ${other.port})`);
    for (const [pid, with_, port] of [
      [shared.pid, shared.told, shared.port],
      [other.pid, twin.pid, other.port],
    ] as const) {
      expect(whyNotReceiving(pid, `udp://127.0.0.1:${port}`)).toBe(
        `process ${with_} has a UDP socket at udp://127.0.0.1:${port} as well, and which of the two answers cannot be seen`,
      );
    }
  });

  test("is nobody where there is no socket", async () => {
    const { pid, port } = await receiving("AF_INET", '("127.0.0.2", 0)');
    const address = `udp://127.0.0.1:${port}`;
    expect(whyNotReceiving(pid, address)).toBe(`no process of this machine has a UDP socket at ${address}`);
  });

  test("cannot be told in another network namespace", async ({ skip }) => {
    const unshared = "import ctypes\nprint(json.dumps([0, ctypes.CDLL(None).unshare(0x40000000)]), flush=True)";
    const { pid, told } = await receiving("AF_INET", '("127.0.0.1", 0)', unshared);
    skip(told !== 0, "this user may not make a network namespace");
    expect(whyNotReceiving(pid, "udp://127.0.0.1:7")).toContain("in another network namespace");
  });
});
