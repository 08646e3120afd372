/** Holds each adapter to the rules of the API, inside its runtime, one after the other. Fails where one of them does. */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../apps/cli/src/main.ts", import.meta.url));
let worst = 0;

for (const adapter of ["@anysock/node", "@anysock/bun", "@anysock/deno"]) {
  const start = performance.now();
  const args = ["--conditions=@anysock/source", command, "test", "adapter", adapter, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  console.log(`${adapter}: ${((performance.now() - start) / 1000).toFixed(1)} s, status ${status}\n`);
  worst = Math.max(worst, status ?? 1);
}
process.exitCode = worst;
