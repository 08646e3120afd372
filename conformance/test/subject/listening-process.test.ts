import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Child } from "../../src/subject/child.ts";
import { whyNotListening } from "../../src/subject/listening-process.ts";
import { hasPython } from "../peers/python-peer.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "a folder "));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A Python program that listens there, and the address that the system chose. */
async function listener(family: string, at: string): Promise<{ readonly pid: number; readonly name: string }> {
  const program = `
import json, socket, sys
listener = socket.socket(socket.${family})
listener.bind(${at})
listener.listen()
name = listener.getsockname()
print(json.dumps(name if isinstance(name, str) else name.decode() if isinstance(name, bytes) else name[1]), flush=True)
sys.stdin.read()`;
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = await Child.start("python", { argv: ["python3", "-c", program] }, { line: resolve });
  onTestFinished(() => child.stop(0));
  return { pid: child.pid, name: String(JSON.parse(await promise)) };
}

describe.skipIf(!hasPython)("the process at an address", () => {
  test.each([
    ["AF_INET", '("127.0.0.1", 0)', "tcp://127.0.0.1:"],
    ["AF_INET", '("0.0.0.0", 0)', "tcp://127.0.0.1:"],
    ["AF_INET6", '("::1", 0)', "tcp://[::1]:"],
    ["AF_INET6", '("::", 0)', "tcp://127.0.0.1:"],
  ])("is the one that listens there on %s at %s, and no other", async (family, at, scheme) => {
    const { pid, name } = await listener(family, at);
    expect(whyNotListening(pid, `${scheme}${name}`)).toBeNull();
    expect(whyNotListening(process.pid, `${scheme}${name}`)).toBe(
      `that process does not listen at ${scheme}${name}; process ${pid} does`,
    );
  });

  test.each([
    ["a path", () => join(folder, "a socket.sock"), (path: string) => path],
    ["an abstract name", () => `\0${folder}`, (path: string) => path.replace("\0", "@")],
  ])("is the one that listens at %s", async (_what, place, written) => {
    const path = place();
    const { pid } = await listener("AF_UNIX", JSON.stringify(path));
    expect(whyNotListening(pid, `unix:${written(path)}`)).toBeNull();
    expect(whyNotListening(process.pid, `unix:${written(path)}`)).toContain(`process ${pid} does`);
  });

  test("cannot be told where nobody listens, nor on another machine", async () => {
    const { pid, name } = await listener("AF_INET", '("127.0.0.1", 0)');
    expect(whyNotListening(pid, `unix:${folder}/nothing.sock`)).toBeNull();
    expect(whyNotListening(process.pid, `tcp://192.0.2.1:${name}`)).toBeNull();
  });
});
