import { spawn } from "node:child_process";
import process from "node:process";

/** A process that is stopped. */
export interface Halted {
  /** Lets it go on. */
  wake(): void;
}

/**
 * Stops a process. A stopped one does not even see that its input has ended: a suite that is killed meanwhile would leave it behind for
 * ever. So somebody waits beside it whose input ends with the suite, however that ends, and who wakes it then; in a session of its own,
 * or Ctrl-C would end it first.
 */
export function haltProcess(pid: number): Halted {
  const waker = spawn("/bin/sh", ["-c", `read -r _; kill -CONT ${pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  // Where it cannot be started there is no other safety than `wake`.
  waker.on("error", () => {});
  waker.stdin.on("error", () => {});
  const signal = (name: "SIGSTOP" | "SIGCONT", isOver: boolean): void => {
    let isThere = false;
    try {
      isThere = process.kill(pid, name);
    } finally {
      // Not by the end of its input: by then the number may be another process's.
      if (isOver || !isThere) waker.kill("SIGKILL");
    }
  };
  signal("SIGSTOP", false);
  return { wake: () => signal("SIGCONT", true) };
}
