import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { whyNotAccepting } from "../../src/subject/accepting-process.ts";
import { Child } from "../../src/subject/child.ts";
import { hasPython } from "../peers/python-peer.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "a folder "));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Keeps every connection that it accepts. */
const ACCEPT = `
kept = []
while True: kept.append(listener.accept())`;

/** A Python program with a socket that listens there: its process, the port or path, and what `then` prints besides. */
async function listening(
  family: string,
  at: string,
  then: string = ACCEPT,
): Promise<{ readonly pid: number; readonly name: string; readonly told: number }> {
  const program = `
import json, os, socket, sys
listener = socket.socket(socket.${family})
listener.bind(${at})
listener.listen()
name = listener.getsockname()
name = name if isinstance(name, str) else name.decode() if isinstance(name, bytes) else name[1]
tell = lambda told: print(json.dumps([name, told]), flush=True)
if not ${JSON.stringify(then)}.count("tell"): tell(0)
${then}`;
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = await Child.start("python", { argv: ["python3", "-c", program], cwd: folder }, { line: resolve });
  onTestFinished(() => child.stop(0));
  const [name, told] = JSON.parse(await promise) as [string | number, number];
  return { pid: child.pid, name: String(name), told };
}

const refusal = (address: string, pid: number): string =>
  `that process does not accept the connections to ${address}; process ${pid} does`;

describe.skipIf(!hasPython)("the process of a server", () => {
  test.each([
    ["AF_INET", '("127.0.0.1", 0)', "tcp://127.0.0.1:"],
    ["AF_INET", '("0.0.0.0", 0)', "tcp://127.0.0.1:"],
    ["AF_INET", '("0.0.0.0", 0)', "tcp://0.0.0.0:"],
    ["AF_INET6", '("::1", 0)', "tcp://[::1]:"],
    ["AF_INET6", '("::", 0)', "tcp://127.0.0.1:"],
  ])("is the one that accepts there on %s at %s, and no other", async (family, at, scheme) => {
    const { pid, name } = await listening(family, at);
    const address = `${scheme}${name}`;
    expect(await whyNotAccepting(pid, address)).toBeNull();
    expect(await whyNotAccepting(process.pid, address)).toBe(refusal(address, pid));
  });

  test("is not the one with the same port on another address", async () => {
    const one = await listening("AF_INET", '("127.0.0.1", 0)');
    const other = await listening("AF_INET", `("127.0.0.2", ${one.name})`);
    const address = `tcp://127.0.0.1:${one.name}`;
    expect(await whyNotAccepting(other.pid, address)).toBe(refusal(address, one.pid));
  });

  test.each([
    ["a path", () => join(folder, "a socket.sock"), (path: string) => path],
    ["a path that the server has relatively", () => "relative.sock", (path: string) => join(folder, path)],
    ["an abstract name", () => `\0${folder}`, (path: string) => path.replace("\0", "@")],
    [
      "a link",
      () => join(folder, "linked.sock"),
      (path: string) => {
        symlinkSync(path, join(folder, "link"));
        return join(folder, "link");
      },
    ],
  ])("is the one that accepts at %s", async (_what, place, written) => {
    const path = place();
    const { pid } = await listening("AF_UNIX", JSON.stringify(path));
    const address = `unix:${written(path)}`;
    expect(await whyNotAccepting(pid, address)).toBeNull();
    expect(await whyNotAccepting(process.pid, address)).toContain("that process does not accept");
  });

  test("is the worker that accepts, not the parent that only listens", async () => {
    const fork = `
worker = os.fork()
if worker:
    tell(worker)
    os.wait()
${ACCEPT}`;
    const { pid, name, told } = await listening("AF_INET", '("127.0.0.1", 0)', fork);
    const address = `tcp://127.0.0.1:${name}`;
    expect(await whyNotAccepting(told, address)).toBeNull();
    expect(await whyNotAccepting(pid, address)).toBe(refusal(address, told));
  });

  test.each([
    ["accepts nobody", "sys.stdin.read()"],
    ["closes at once", "while True: listener.accept()[0].close()"],
  ])("that %s is the one that listens", async (_what, then) => {
    const { pid, name } = await listening("AF_INET", '("127.0.0.1", 0)', then);
    const address = `tcp://127.0.0.1:${name}`;
    expect(await whyNotAccepting(pid, address)).toBeNull();
    expect(await whyNotAccepting(process.pid, address)).toBe(
      `that process does not accept the connections to ${address}`,
    );
  });

  test("cannot be told where nobody listens", async () => {
    expect(await whyNotAccepting(process.pid, `unix:${folder}/nothing.sock`)).toBeNull();
  });
});
