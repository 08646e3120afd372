import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const halting = fileURLToPath(new URL("./halting.ts", import.meta.url));

/** A program that halts a `cat`, and `cat`, which ends with its input: the program's, whose stdout is its own. */
async function aHalting(): Promise<{ readonly program: ReturnType<typeof spawn>; readonly cat: number }> {
  const program = spawn(process.execPath, ["--conditions=@anysock/source", halting], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [text] = await once(program.stdout.setEncoding("utf8"), "data");
  const cat = Number(text);
  onTestFinished(() => {
    program.kill("SIGKILL");
    if (stateOf(cat) !== null) process.kill(cat, "SIGKILL");
  });
  await expect.poll(() => stateOf(cat)).toBe("T");
  return { program, cat };
}

function stateOf(pid: number): string | null {
  try {
    return /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? null;
  } catch {
    return null;
  }
}

test("a suite that is killed leaves nobody behind whom it has halted", async () => {
  const { program, cat } = await aHalting();
  program.kill("SIGKILL");
  // When nobody holds it any more, `cat` is ending: it closes what it has open before it is a zombie (exit_group(2)).
  if (program.stdout !== null) await once(program.stdout, "close");
  await expect.poll(() => [null, "Z"].includes(stateOf(cat))).toBe(true);
});

test("who is woken goes on, and nobody waits beside it any more", async () => {
  const { program, cat } = await aHalting();
  program.stdin?.write("wake\n");
  await expect.poll(() => stateOf(cat)).toBe("S");
  const children = () => readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, "utf8").trim();
  await expect.poll(children).toBe(String(cat));
});
