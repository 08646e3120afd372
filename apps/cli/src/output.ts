import { writeFileSync } from "node:fs";
import process from "node:process";
import type { ExitStatus } from "@anysock/conformance/start";

const UNWRITTEN: ExitStatus = 4;

/** What stdout or stderr said first against what it was to take, other than that nobody reads any more; to be told once. */
let refused: Error | null = null;
let isTold = false;

/**
 * Nothing that stdout says against a line ends the command: it is told at the end (a disk that is full), or not at all where
 * nobody reads any more (`| head -1`). A run ends by that, see `onInterrupt`.
 */
export function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") refused ??= error;
    });
  }
}

/**
 * Writes to stdout or stderr, and never throws. Fulfils when it is written: `null`, or what was said against it.
 * Deno throws at once what the others tell by an event. Thrown in the middle of a run it took every result away; so it is that event.
 */
export function write(stream: NodeJS.WriteStream, data: string | Uint8Array): Promise<Error | null> {
  return new Promise((resolve) => {
    try {
      stream.write(data, (error) => resolve(error ?? null));
    } catch (error) {
      const thrown = error instanceof Error ? error : new Error(String(error));
      stream.emit("error", thrown);
      resolve(thrown);
    }
  });
}

/**
 * Writes a report, after everything has been told: a disk that is full takes no result away. `-` is stdout, which then carries
 * it alone. Gives the exit status, which was `status` until then.
 */
export function writeReport(file: string, report: object, status: number): number {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (file === "-") {
    // What stdout says to it comes later, see `tellRefused`.
    void write(process.stdout, text);
    return status;
  }
  try {
    writeFileSync(file, text);
    return status;
  } catch (error) {
    return sayUnwritten(`the report cannot be written to ${file}`, error, status);
  }
}

/** Says that stdout did not take something. `consequence`: what that means, where it means more than that it is missing. */
export function sayRefused(error: Error, status: number, consequence = ""): number {
  isTold = true;
  return sayUnwritten(`stdout cannot be written${consequence}`, error, status);
}

/** The same at the end, if stdout refused something and nobody has said so: the exit status, which was `status` until then. */
export function tellRefused(status: number): number {
  return refused === null || isTold ? status : sayRefused(refused, status);
}

/** What was judged until then stays what it is; only a good end is none any more. */
function sayUnwritten(what: string, error: unknown, status: number): number {
  void write(process.stderr, `anysock: ${what}: ${error instanceof Error ? error.message : String(error)}\n`);
  return status === 0 ? UNWRITTEN : status;
}
