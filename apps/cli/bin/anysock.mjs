#!/usr/bin/env node
// The command `anysock`. An installed package runs dist/. A checkout, which alone has tsconfig.json, runs src/: it needs
// no build, and where there is a dist/ it may be older than the sources.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInPlace } from "#child";

const home = dirname(dirname(fileURLToPath(import.meta.url)));

if (existsSync(join(home, "tsconfig.json"))) await runSources();
else await import("../dist/main.js");

/** Starts this runtime again with the condition that resolves every workspace package to its TypeScript sources. */
async function runSources() {
  const program =
    "deno" in process.versions || "bun" in process.versions ? process.execPath : nodeThatReadsTypeScript();
  const args = [
    ...("deno" in process.versions ? ["run", "--allow-all", "--unstable-net"] : []),
    "--conditions=@anysock/source",
    join(home, "src", "main.ts"),
    ...process.argv.slice(2),
  ];
  await becomeOrRun(program, args);
}

/** This Node.js if it strips types without a flag (22.18), else the one that `npm ci` installed in the checkout. */
function nodeThatReadsTypeScript() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  for (let folder = home; ; folder = dirname(folder)) {
    const node = join(folder, "node_modules", ".bin", "node");
    if (existsSync(node)) return node;
    if (folder === dirname(folder)) break;
  }
  console.error(
    `anysock: the sources need Node.js 22.18 or newer, this is ${process.version}. Run \`npm ci\` in the checkout.`,
  );
  process.exit(2);
}

/** Ends the way the program ends: by becoming it where the runtime can, else by waiting for it and passing signals on. */
async function becomeOrRun(program, args) {
  if (typeof process.execve === "function") process.execve(program, [program, ...args], process.env);

  const { status, signal } = await runInPlace(program, args);
  if (signal === null) process.exit(status);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
