import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Setting } from "./setting.ts";

const launcher = fileURLToPath(new URL("./inherited-launcher.py", import.meta.url));

/** A program of this suite's that has been handed sockets, and where they are. */
export interface InheritedProcess {
  readonly child: ChildProcess;
  /** The next line that it prints. */
  readonly said: () => Promise<string>;
  readonly tcp: { readonly host: string; readonly port: number };
  readonly unix: { readonly path: string };
}

/** As a systemd socket unit starts it; `descriptors` is how many it may have open (`ulimit -n`, more than 150). Ends with the test. */
export async function startInheriting(
  setting: Setting,
  program: string,
  descriptors?: number,
): Promise<InheritedProcess> {
  const { path } = setting.place() as { path: string };
  const limit = descriptors === undefined ? "" : `ulimit -n ${descriptors}; `;
  const run = ["-c", `${limit}exec "$@"`, "sh", "python3", launcher, path, ...setting.command(program)];
  const child = spawn("sh", run, { stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = lines(child.stdout);
  const port = Number(await lines(child.stderr)());
  return { child, said, tcp: { host: "127.0.0.1", port }, unix: { path } };
}

function lines(stream: ChildProcess["stdout"]): () => Promise<string> {
  if (stream === null) throw new Error("its output is a pipe");
  const all = createInterface({ input: stream })[Symbol.asyncIterator]();
  return async () => (await all.next()).value as string;
}

/** What comes back of a message and a FIN. */
export async function echoed(
  to: { readonly port: number; readonly host: string } | { readonly path: string },
): Promise<string> {
  const socket = connect(to);
  socket.end("hello");
  let text = "";
  socket.on("data", (data: Uint8Array) => {
    text += data;
  });
  await once(socket, "close");
  return text;
}
