/**
 * Publishes every public package to a registry on loopback, installs them in fresh folders with npm, with Bun and with
 * Deno, and from each folder runs the README's first program, one of the packages on top, and the command on each runtime: its help, and a case against a
 * server of its own. From npm's it plays cases on the adapter of Node.js, each of which needs another program of the suite's.
 *
 * It needs no network and leaves nothing behind.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Registry } from "./registry.ts";
import { residueIn } from "./residue.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "anysock-publish-smoke-"));

/** What a person types in an empty project, in the way of each package manager. */
const installs: Record<string, string> = {
  npm: "npm install anysock @anysock/cli @anysock/framing @anysock/duplex",
  bun: "bun add anysock @anysock/cli @anysock/framing @anysock/duplex",
  deno: "deno add --quiet npm:anysock npm:@anysock/cli npm:@anysock/framing npm:@anysock/duplex",
};
const runtimes: Record<string, { program: string; command: string }> = {
  node: { program: "node program.ts", command: "npx --offline @anysock/cli" },
  bun: { program: "bun --no-install program.ts", command: "bunx --bun --no-install @anysock/cli" },
  deno: {
    program: "deno run --allow-all --cached-only program.ts",
    command: "deno run --allow-all --cached-only npm:@anysock/cli",
  },
};

/** Cases of the API, by the raw sockets that they are played against: a program that the tarball lacks is an error of the suite. */
const suitePeers: Record<string, string> = {
  "raw-peer.py": "--only api/close/* --transports tcp4",
  "raw-peer.mjs": "--only api/close/* --transports tcp4 --peer node",
  "datagram-peer.py": "--only api/datagram/order --transports udp4",
  "memory-peer.py": "--only api/memory/unread --transports tcp4",
  "inherited-launcher.py": "--only api/inherited/* --transports tcp4",
};

let failures = 0;

async function step(name: string, action: () => Promise<void> | void): Promise<void> {
  const start = performance.now();
  try {
    await action();
    console.log(`ok      ${name} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    failures += 1;
    // The message of a failed command holds its stderr already.
    const { message, stdout = "" } = error as Error & { stdout?: string };
    console.log(`FAILED  ${name}: ${message.trimEnd()}\n${stdout}`);
  }
}

/** The environment of somebody who has configured nothing, except that the registry is ours. */
function freshEnvironment(registry: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !/^(npm_|bun_|deno_|node_)|_proxy$/i.test(key));
  writeFileSync(join(scratch, ".npmrc"), `${registry.replace("http:", "")}:_authToken=loopback\nloglevel=error\n`);
  return {
    ...Object.fromEntries(kept),
    PATH: [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
    HOME: scratch,
    NPM_CONFIG_USERCONFIG: join(scratch, ".npmrc"),
    NPM_CONFIG_REGISTRY: registry,
    NPM_CONFIG_CACHE: join(scratch, "npm-cache"),
    BUN_INSTALL_CACHE_DIR: join(scratch, "bun-cache"),
    DENO_DIR: join(scratch, "deno-cache"),
    DENO_NO_UPDATE_CHECK: "1",
    NO_COLOR: "1",
  };
}

/** The installed command as a server, on Node.js. */
class ServedEcho {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #said: Promise<string>;
  readonly #ended: Promise<string>;

  constructor(path: string, project: string, env: NodeJS.ProcessEnv) {
    this.url = `unix:${path}`;
    const command = join(project, "node_modules/@anysock/cli/bin/anysock.mjs");
    const child = spawn("node", [command, "serve", "--listen", this.url], { cwd: project, env });
    this.#process = child;
    const stderr = text(child.stderr);
    this.#ended = once(child, "close").then(async ([status]) => (status === 0 ? "" : `it ended: ${await stderr}`));
    this.#said = once(child.stdout, "data").then(String);
  }

  async ready(): Promise<void> {
    const said = await Promise.race([this.#said, this.#ended]);
    if (!said.startsWith(`READY unix ${this.url.slice("unix:".length)}`)) throw new Error(`not READY: ${said}`);
  }

  async stop(): Promise<void> {
    this.#process.kill("SIGTERM");
    const failure = await this.#ended;
    if (failure !== "") throw new Error(failure);
  }
}

async function smoke(registry: Registry): Promise<void> {
  const env = freshEnvironment(registry.url);
  const run = async (line: string, cwd: string): Promise<string> => {
    const [file = "", ...args] = line.split(" ");
    const options = { cwd, env, timeout: 120_000, killSignal: "SIGKILL" } as const;
    const running = promisify(execFile)(file, args, options);
    running.child.stdin?.end();
    return (await running).stdout;
  };

  await step("changeset publish", async () => {
    await run("changeset publish --no-git-tag", root);
  });
  await step("tarballs hold what they should", async () => {
    if (registry.published.size === 0) throw new Error("nothing was published");
    for (const [file, tarball] of registry.published) {
      const residue = await residueIn(tarball);
      if (residue.length > 0)
        throw new Error(`${file}: ${residue.join(", ")} (dist/ may be of an older build: remove it)`);
    }
  });

  const outputs = new Map<string, string>();
  const program = readFileSync(join(root, "scripts/smoke/ten-lines.ts"), "utf8");
  await step("README.md begins with scripts/smoke/ten-lines.ts", () => {
    const [, block] = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
    if (block !== program) throw new Error("the first ts block of README.md is not that program");
  });

  for (const [manager, install] of Object.entries(installs)) {
    const project = join(scratch, manager);
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
    writeFileSync(join(project, "program.ts"), program);
    copyFileSync(join(root, "scripts/smoke/on-top.ts"), join(project, "on-top.ts"));
    await step(install, async () => {
      await run(install, project);
    });
    for (const [runtime, lines] of Object.entries(runtimes)) {
      await step(`installed by ${manager}: ${lines.program}`, async () => {
        outputs.set(`${manager}, ${runtime}`, await run(lines.program, project));
      });
      const onTop = lines.program.replace("program.ts", "on-top.ts");
      await step(`installed by ${manager}: ${onTop}`, async () => {
        const printed = await run(onTop, project);
        if (printed !== "one line null\n") throw new Error(`printed ${JSON.stringify(printed)}`);
      });
      await step(`installed by ${manager}: ${lines.command} --help`, async () => {
        if (!(await run(`${lines.command} --help`, project)).includes("anysock")) throw new Error("printed no help");
      });
    }
    const server = new ServedEcho(join(project, "echo.sock"), project, env);
    await step(`installed by ${manager}: anysock serve`, () => server.ready());
    for (const { command } of Object.values(runtimes)) {
      await step(`installed by ${manager}: ${command} test server`, async () => {
        const told = await run(`${command} test server ${server.url} --only echo/answers`, project);
        if (!told.includes("MUST 1/1")) throw new Error(`printed no MUST 1/1 but ${told}`);
      });
    }
    await step(`installed by ${manager}: anysock serve ends by SIGTERM`, () => server.stop());
  }
  const npm = join(scratch, "npm");
  for (const [peer, cases] of Object.entries(suitePeers)) {
    await step(`installed by npm: test adapter @anysock/node ${cases}, which needs ${peer}`, async () => {
      const told = await run(`npx --offline @anysock/cli test adapter @anysock/node ${cases}`, npm);
      if (!told.includes("No MUST failed.")) throw new Error(`printed no "No MUST failed." but ${told}`);
    });
  }
  await step("the installed suite has every raw peer", () => {
    const [ours = [], theirs = []] = [root, npm].map((folder) =>
      readdirSync(join(folder, "node_modules/@anysock/adapter-suite/peers")),
    );
    const missing = ours.filter((file) => !theirs.includes(file));
    if (missing.length > 0) throw new Error(`${missing.join(", ")} not among its files`);
  });
  await step("a runtime that is not installed is refused, with what installs it", async () => {
    const empty = join(scratch, "no-runtime");
    mkdirSync(empty);
    const command = join(scratch, "npm/node_modules/@anysock/cli/bin/anysock.mjs");
    const node = join(root, "node_modules/.bin/node");
    const matrix = spawn(node, [command, "matrix"], {
      env: { ...env, PATH: empty },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [told, [status]] = await Promise.all([text(matrix.stderr), once(matrix, "close")]);
    const expected = 'anysock: bun is not installed, neither beside anysock nor in PATH: "npm install --global bun"';
    if (status !== 2 || !told.startsWith(expected)) throw new Error(`ended with ${status} and said ${told}`);
  });
  await step("the program prints the same everywhere", () => {
    const [first] = outputs.values();
    const expected = Object.keys(installs).length * Object.keys(runtimes).length;
    if (outputs.size !== expected) throw new Error(`it ran in ${outputs.size} of ${expected} places`);
    for (const [where, output] of outputs) {
      if (output === "" || output !== first)
        throw new Error(`${where}: ${JSON.stringify(output)}, not ${JSON.stringify(first)}`);
    }
  });
}

const registry = await Registry.start(root);
try {
  await smoke(registry);
} finally {
  await registry.close();
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
