import process from "node:process";
import { UsageError } from "@anysock/conformance/start";
import { CommanderError } from "commander";
import { tellRefused, watchOutput, write } from "./output.ts";
import { createProgram } from "./program.ts";

watchOutput();
const status = await run(process.argv.slice(2));
process.exitCode = status;
// What stdout refuses is known at the latest when what was written has left, which the process waits for.
process.once("beforeExit", () => {
  process.exitCode = tellRefused(status);
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
      void write(process.stderr, `anysock: ${error.message}\n`);
      return 2;
    }
    // Nothing was judged by this: 1 would say that a requirement is violated.
    const told = error instanceof Error ? error.stack : String(error);
    void write(process.stderr, `anysock: an error of its own: ${told}\n`);
    return 3;
  }
}
