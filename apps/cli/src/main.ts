import process from "node:process";
import { UsageError } from "@anysock/conformance";
import { CommanderError } from "commander";
import { sayUnwritten } from "./output.ts";
import { createProgram } from "./program.ts";

let unwritten: Error | null = null;
// Nobody reads any more (`| head -1`): what is left to say is said to nobody. A run ends by it, see `onInterrupt`. Anything else
// (a disk that is full) is told at the end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") unwritten ??= error;
  });
}

const status = await run(process.argv.slice(2));
process.exitCode = status;
// It is known at the latest when what was written has left, which the process waits for.
process.once("beforeExit", () => {
  if (unwritten !== null) process.exitCode = sayUnwritten("stdout cannot be written", unwritten, status);
});

/** The whole command. Its value is the exit status. */
async function run(args: readonly string[]): Promise<number> {
  let status = 0;
  const program = createProgram((value) => {
    status = value;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return status;
  } catch (error) {
    // Commander has said it already; help and version that were asked for are no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      process.stderr.write(`anysock: ${error.message}\n`);
      return 2;
    }
    // Deno throws at once what the others tell by an event.
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
      return sayUnwritten("stdout cannot be written", error, 0);
    }
    // Nothing was judged by this: 1 would say that a requirement is violated.
    process.stderr.write(`anysock: an error of its own: ${error instanceof Error ? error.stack : String(error)}\n`);
    return 3;
  }
}
