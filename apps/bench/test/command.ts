import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { executable, programCommand } from "@anysock/conformance";

/** The program, as a file. */
export const main: string = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
}

/** The bench as `npm run bench` starts it. */
export function start(...args: string[]): Running {
  const { argv, env } = programCommand("node", executable("node"), main, args);
  const [file = "", ...rest] = argv;
  const child = spawn(file, rest, { env: { ...process.env, ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = once(child, "close").then(([status]) => ({ status: status as number | null, stdout, stderr }));
  return { process: child, ended };
}

export function bench(...args: string[]): Promise<Ended> {
  return start(...args).ended;
}
