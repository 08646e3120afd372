import { expect, test } from "vitest";
import { Program } from "./program.ts";
import { hasPython, noPython } from "./python.ts";

const setting: readonly string[] = ["python3", new URL("refused.py", import.meta.url).pathname];
const mayRefuse: boolean = hasPython && Bun.spawnSync([...setting, "true"], { stderr: "ignore" }).exitCode === 0;
const why: string = hasPython ? (mayRefuse ? "" : " (no seccomp filters here)") : noPython;

test.skipIf(why !== "")(
  `what the kernel refuses to set leaves no descriptor open, and closes none twice${why}`,
  async () => {
    const program = new Program([...setting, ...Program.command("refused", [])]);
    const outcome = JSON.parse(await program.line());
    expect(outcome).toEqual({ told: Array(5).fill("EPERM"), left: 0, closedTwice: [] });
    expect(await program.ended).toBe(0);
  },
);
