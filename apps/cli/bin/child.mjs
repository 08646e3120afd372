// A program in this one's place: on its terminal and pipes, with every signal that comes, until it ends.
import { spawn } from "node:child_process";

export async function runInPlace(program, args, env = process.env) {
  const child = spawn(program, args, { stdio: "inherit", env });
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"]) {
    // A terminal sends Ctrl-C and Ctrl-\ to the whole process group, so the child has them already.
    const fromTerminal = atTerminal && (signal === "SIGINT" || signal === "SIGQUIT");
    process.on(signal, () => fromTerminal || passOn(signal, child));
  }
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status, signal) => resolve({ status, signal }));
  });
}

function passOn(signal, child) {
  try {
    // Not child.kill(): Deno 2.9.5 then reports that signal as the child's end, whatever its exit status was.
    process.kill(child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // ended meanwhile: its "exit" event is on the way
  }
}
