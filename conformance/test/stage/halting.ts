// Halts a `cat`, says its number, and wakes it at a line on stdin.
import { spawn } from "node:child_process";
import process from "node:process";
import { haltProcess } from "../../src/stage/halt.ts";

const cat = spawn("cat", { stdio: ["pipe", "inherit", "inherit"] });
const halted = haltProcess(cat.pid ?? 0);
process.stdin.once("data", () => halted.wake());
console.log(cat.pid);
