import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";

/** How a database is started on loopback, in a temporary folder. */
interface Recipe {
  readonly name: string;
  /** Where its programs may be, besides PATH. */
  readonly folders: string;
  readonly program: string;
  readonly arguments: (folder: string, port: number) => readonly string[];
  /** Run once in the folder, before the first start. */
  readonly prepare?: (folder: string) => readonly string[];
  /** What it says when it serves. */
  readonly ready: string;
  /** The user to run it as where we are root, which it refuses. */
  readonly user?: string;
  /** How it is told to end at once. */
  readonly end: "SIGQUIT" | "SIGTERM";
}

export const postgres: Recipe = {
  name: "postgresql",
  folders: "/usr/lib/postgresql/*/bin",
  program: "postgres",
  prepare: (folder) => {
    const options = ["--username=anysock", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
    return ["initdb", `--pgdata=${join(folder, "data")}`, ...options];
  },
  arguments: (folder, port) => [
    ...["-D", join(folder, "data"), "-k", folder, "-h", "127.0.0.1", "-p", String(port)],
    ...["-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "max_connections=20"],
  ],
  ready: "database system is ready to accept connections",
  user: "postgres",
  end: "SIGQUIT",
};

export const redis: Recipe = {
  name: "redis-server",
  folders: "/usr/bin",
  program: "redis-server",
  arguments: (folder, port) => [
    ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"],
  ],
  ready: "Ready to accept connections",
  end: "SIGTERM",
};

function programOf(recipe: Recipe, name: string): string | undefined {
  const folders = [...globSync(recipe.folders).sort().reverse(), ...(process.env["PATH"] ?? "").split(delimiter)];
  return folders.map((folder) => globSync(join(folder, name))[0]).find((found) => found !== undefined);
}

/** `null`, or why the tests of this database are skipped. */
export function missing(recipe: Recipe): string | null {
  if (programOf(recipe, recipe.program) !== undefined) return null;
  return `${recipe.program} is not installed: apt-get install ${recipe.name}`;
}

/** A command line, as the user that the database runs as. */
function asUser(recipe: Recipe, [name = "", ...values]: readonly string[]): [string, string[]] {
  const program = programOf(recipe, name) ?? name;
  if (recipe.user === undefined || process.getuid?.() !== 0) return [program, values];
  return ["setpriv", [`--reuid=${recipe.user}`, `--regid=${recipe.user}`, "--clear-groups", program, ...values]];
}

/**
 * Below the ports that systems give away for port 0, which neither database takes. One that is in use is found by the database
 * itself, which then says so and ends.
 */
const firstPort = 20_000 + (process.pid % 10_000);

export class DatabaseServer {
  readonly port: number;
  readonly folder: string;
  readonly #recipe: Recipe;
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<void>;

  static async start(recipe: Recipe): Promise<DatabaseServer> {
    const folder = mkdtempSync(join(tmpdir(), `anysock-${recipe.program}-`));
    if (recipe.user !== undefined && process.getuid?.() === 0) execFileSync("chown", [recipe.user, folder]);
    if (recipe.prepare !== undefined) execFileSync(...asUser(recipe, recipe.prepare(folder)), { stdio: "pipe" });
    for (let port = firstPort; ; port++) {
      const server = new DatabaseServer(recipe, folder, port);
      const said = await server.#ready();
      if (said === null) return server;
      if (!said.includes("ddress already in use")) throw new Error(`${recipe.program} did not start: ${said}`);
    }
  }

  private constructor(recipe: Recipe, folder: string, port: number) {
    this.#recipe = recipe;
    this.folder = folder;
    this.port = port;
    const [command, values] = asUser(recipe, [recipe.program, ...recipe.arguments(folder, port)]);
    // In its own folder, so that it can be entered by whoever it runs as.
    this.#process = spawn(command, values, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    this.#ended = new Promise((resolve) => this.#process.once("exit", () => resolve()));
  }

  /** `null` once it serves, or what it said when it ended instead. */
  #ready(): Promise<string | null> {
    return new Promise((resolve) => {
      let said = "";
      const hear = (data: Uint8Array): void => {
        said += new TextDecoder().decode(data);
        if (said.includes(this.#recipe.ready)) resolve(null);
      };
      this.#process.stdout.on("data", hear);
      this.#process.stderr.on("data", hear);
      void this.#ended.then(() => resolve(said));
    });
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#ended;
  }

  async stop(): Promise<void> {
    this.#process.kill(this.#recipe.end);
    await this.#ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
