import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const setting: readonly [string, ...string[]] = ["unshare", "-rn", "sh", pathOf("groups.sh")];

/** In a network of its own. */
function runs(...command: readonly string[]): SpawnSyncReturns<string> {
  const [tool, ...options] = setting;
  return spawnSync(tool, [...options, ...command], { encoding: "utf8", timeout: 20_000 });
}

const hasNetwork = runs("true").status === 0;
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const why = !hasPython ? " (no python3 here)" : hasNetwork ? "" : " (no network namespaces here)";

const lack = `ENOTSUP (node ${process.versions.node} sets no multicastTtl for groups of IPv4 on a socket of IPv6`;

test.skipIf(why !== "")(
  `what a socket sends to groups goes by the interface and with the hops that were asked for, or is refused${why}`,
  { timeout: 30_000 },
  () => {
    const program = [process.execPath, "--conditions=@anysock/source", pathOf("programs/groups.ts")];
    const { stdout, stderr } = runs("python3", pathOf("groups.py"), ...program);
    expect(stderr).toBe("");
    const { told, heard } = JSON.parse(stdout);
    expect(told).toEqual({
      dual: "sent",
      unheard: "sent",
      dualHops: expect.stringContaining(lack),
      mappedHops: expect.stringContaining(lack),
      ipv6Only: "sent",
      connected: "sent",
      ipv4: "sent",
      bareDual: expect.stringContaining("EADDRNOTAVAIL (bare has no address of IPv4"),
      bareIpv6Only: "sent",
    });
    expect(heard).toEqual([
      ["ipv4", "dual", 1],
      ["ipv4", "ipv4", 7],
      ["ipv6", "dual", 1],
      ["ipv6", "ipv6Only", 7],
      ["ipv6", "connected", 64],
    ]);
  },
);
