import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const hasFfi = process.getBuiltinModule("node:ffi") !== undefined;
const why = hasFfi ? "" : " (no node:ffi here)";

/** What listening with an option that takes `node:ffi` comes to under `--permission`. */
function refusal(entry: string, flags: readonly string[]): string {
  const program = `import { listen } from "${entry}";
    console.log(await listen({ port: 0 }, { receiveBuffer: 65536 }).then(() => "listens", String)); process.exit();`;
  const allowed = ["--permission", "--allow-fs-read=*", "--allow-net", ...flags];
  const command = ["--no-warnings", ...allowed, "--conditions=@anysock/source", "--input-type=module", "-e", program];
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd, timeout: 20_000 });
  expect(stderr).toBe("");
  return stdout.trim();
}

test.skipIf(!hasFfi)(
  `under --permission, what takes node:ffi is ENOTSUP that names its flag${why}`,
  () => {
    for (const entry of ["@anysock/node", "@anysock/node/ffi"]) {
      expect(refusal(entry, [])).toMatch(/ENOTSUP .*; run it with --allow-ffi,/);
    }
    expect(refusal("@anysock/node", ["--allow-ffi"])).toMatch(/ENOTSUP .*; import `@anysock\/node\/ffi`/);
    expect(refusal("@anysock/node/ffi", ["--allow-ffi"])).toBe("listens");
  },
  30_000,
);
