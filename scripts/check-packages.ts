/**
 * Packs every public package as npm would publish it, and asks publint and attw whether the tarball can be imported and
 * type-checked. Everything is an ES module, so attw's rows for CommonJS do not count.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { residueIn } from "./residue.ts";

type Manifest = { name: string; private?: boolean; exports?: Record<string, unknown> };
type Packed = { name: string; filename: string };

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "anysock-packages-"));
let failures = 0;

function check(name: string, command: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin", command), args, { encoding: "utf8" });
  if (status !== 0) failures += 1;
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name}: ${command}`);
  if (status !== 0) console.log(stdout + stderr);
}

try {
  const manifests = globSync(["packages/*/package.json", "conformance/package.json", "apps/*/package.json"], {
    cwd: root,
  })
    .map((file): Manifest => JSON.parse(readFileSync(join(root, file), "utf8")))
    .filter((manifest) => manifest.private !== true);
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", scratch];
  const workspaces = manifests.map(({ name }) => `--workspace=${name}`);
  const packed: Packed[] = JSON.parse(execFileSync("npm", [...pack, ...workspaces], { cwd: root, encoding: "utf8" }));

  for (const { name, exports } of manifests) {
    const tarball = join(scratch, packed.find((one) => one.name === name)?.filename ?? "nothing was packed");
    const residue = await residueIn(readFileSync(tarball));
    if (residue.length > 0) failures += 1;
    console.log(residue.length === 0 ? `ok      ${name}: contents` : `FAILED  ${name}: holds ${residue.join(", ")}`);
    check(name, "publint", "run", tarball, "--strict");
    // The command has nothing to import.
    if (exports?.["."] !== undefined) check(name, "attw", tarball, "--profile", "esm-only");
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
