import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import * as chosenByGlobal from "../src/default.ts";

// Processes of their own, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

// Both Bun and Deno also report a version of Node.js.
const runtime = ["bun", "deno"].find((name) => name in process.versions) ?? "node";

const flags: Readonly<Record<string, readonly string[]>> = {
  node: ["--input-type=module", "--conditions=@anysock/source", "--eval"],
  bun: ["--conditions=@anysock/source", "--eval"],
  deno: ["eval", "--quiet", "--no-lock", "--conditions=@anysock/source"],
};

/** What a program prints in a process of this runtime, beside this package. */
function printed(program: string): Promise<string> {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  return new Promise((resolve, reject) => {
    const options = { cwd, timeout: 20_000, env: { ...process.env, NO_COLOR: "1" } };
    execFile(process.execPath, [...(flags[runtime] ?? []), program], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim());
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}

const byDefault = JSON.stringify(new URL("../src/default.ts", import.meta.url).href);

describe(`anysock on ${runtime}`, () => {
  test("is the adapter of the runtime, chosen by the conditions of the runtime's own resolution", async () => {
    expect(await printed('import { sockets } from "anysock"; console.log(sockets.runtime.name);')).toBe(runtime);
  });

  test("is the same adapter by its subpath, with the same classes of errors", async () => {
    const program = `
      import * as chosen from "anysock";
      import * as named from "anysock/${runtime}";
      console.log(named.sockets === chosen.sockets, named.SocketError === chosen.SocketError, named.runtime.name);`;
    expect(await printed(program)).toBe(`true true ${runtime}`);
  });

  test("exports everything that its types promise", async () => {
    const chosen = JSON.parse(
      await printed('import * as chosen from "anysock"; console.log(JSON.stringify(Object.keys(chosen)));'),
    );
    // The types of every runtime are those of the entry that knows no condition.
    expect(chosen).toEqual(expect.arrayContaining(Object.keys(chosenByGlobal)));
  });

  test("is told by the runtime's global where no condition is known", async () => {
    const program = `const { sockets } = await import(${byDefault}); console.log(sockets.runtime.name);`;
    expect(await printed(program)).toBe(runtime);
  });

  test("connects and listens with the functions that it exports", async () => {
    const program = `
      import { connect, listen } from "anysock";
      const listener = await listen({ port: 0 });
      const [client, server] = await Promise.all([connect({ port: listener.address.port, host: "127.0.0.1" }), listener.accept()]);
      await client.write(new TextEncoder().encode("through"));
      await client.closeWrite();
      let text = "";
      for await (const chunk of server) text += new TextDecoder().decode(chunk);
      await Promise.all([client.close(), server.close(), listener.close()]);
      console.log(text);`;
    expect(await printed(program)).toBe("through");
  });
});

// Bun's global cannot be removed, so there no program is "elsewhere".
const isRemovable = Object.getOwnPropertyDescriptor(globalThis, "Bun")?.configurable !== false;

test.skipIf(!isRemovable)("elsewhere anysock is refused in one sentence that says what to do", async () => {
  const program = `
    const { log } = console;
    for (const name of ["Bun", "Deno", "process"]) Reflect.deleteProperty(globalThis, name);
    await import(${byDefault}).then(() => log("chosen"), (error) => log(error.message));`;
  expect(await printed(program)).toBe(
    "anysock: this is neither Node.js, Bun nor Deno; import an adapter of your runtime and createSockets()",
  );
});
