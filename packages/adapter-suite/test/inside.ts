import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type InsideLine, type InsideOptions, insideProgram } from "../src/inside-lines.ts";
import { nodeBinary } from "../src/node-binary.ts";

const DIED: Verdict = { expected: "it comes to its end", actual: "it has not come to its end" };

const MARK = "anysock test ";

/** What the program inside a process of Node.js says, and what else it prints. */
export async function linesOf(
  adapter: string,
  options: Omit<InsideOptions, "mark">,
): Promise<{ readonly lines: readonly InsideLine[]; readonly printed: string; readonly status: number | null }> {
  const args = ["--conditions=@anysock/source", insideProgram, adapter, JSON.stringify({ ...options, mark: MARK })];
  const child = spawn(nodeBinary, args, { stdio: ["ignore", "pipe", "pipe"] });
  const lines: InsideLine[] = [];
  let printed = "";
  child.stderr.on("data", (data: Uint8Array) => {
    printed += new TextDecoder().decode(data);
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith(MARK)) lines.push(JSON.parse(line.slice(MARK.length)) as InsideLine);
    else printed += `${line}\n`;
  });
  const [status] = await once(child, "close");
  return { lines, printed, status };
}

/** What a case expected, and what it met. */
export interface Verdict {
  readonly expected: string;
  readonly actual: string;
}

/** By case and transport, whether it failed: `null` where it passed. What began and was not judged has ended the process. */
export function verdictsOf(lines: readonly InsideLine[]): ReadonlyMap<string, Verdict | null> {
  const plan = lines.flatMap((line) => (line.type === "hello" ? line.plan : []));
  const verdicts = new Map<string, Verdict | null>();
  for (const line of lines) {
    if (line.type !== "started" && line.type !== "result") continue;
    const { id, transport } = plan[line.index] ?? { id: "", transport: "" };
    const failed = line.type === "started" ? DIED : line.failed;
    verdicts.set(`${id} ${transport}`, failed);
  }
  return verdicts;
}

/** An adapter beside this file, as it is imported. */
export function wrongAdapter(name: string): string {
  return new URL(`./wrong-adapters/${name}.ts`, import.meta.url).href;
}

/** That of Node.js, and the same with what only system calls of its own bring. */
export const rightAdapters: readonly string[] = ["index", "ffi"].map(
  (name) => new URL(`../../node/src/${name}.ts`, import.meta.url).href,
);
