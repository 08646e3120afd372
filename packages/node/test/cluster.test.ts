import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("programs/cluster.ts", import.meta.url));
const hasFfi = process.getBuiltinModule("node:ffi") !== undefined;

// There Node asks the primary, which would listen on what it has itself by that number.
test("in a worker of node:cluster a descriptor is ENOTSUP, and stays as it was; an address is not", () => {
  const command = ["--no-warnings", "--conditions=@anysock/source", program];
  const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", timeout: 20_000 });
  expect(stderr).toBe("");
  const refused = expect.stringMatching(/: ENOTSUP \(.*node:cluster.*listen in the primary/);
  expect(JSON.parse(stdout)).toEqual({
    inherited: refused,
    inheritedByFfi: refused,
    byFfi: hasFfi ? refused : "no node:ffi here",
    otherwise: "listens",
    isOpen: true,
  });
}, 30_000);
