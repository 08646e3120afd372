import { describe, expect, test } from "vitest";
import { Program } from "./program.ts";
import { hasPython, noPython } from "./python.ts";

/** Whether this machine lets us have a network of our own, with interfaces that are fast and slow. */
const setting: readonly string[] = ["unshare", "-rn", "sh", new URL("network.sh", import.meta.url).pathname];
const hasNetwork: boolean =
  Bun.which("unshare") !== null && Bun.spawnSync([...setting, "true"], { stderr: "ignore" }).exitCode === 0;
const why: string = hasPython ? (hasNetwork ? "" : " (no network namespaces, or no ip and tc here)") : noPython;

/** What each scene of `programs/network.ts` comes to. */
const scenes: Readonly<Record<string, readonly [string, unknown]>> = {
  "multicastTtl is the hop limit, from 0, with which nothing leaves, to 255": [
    "ttl",
    { heard: [0, 1, 255], passed: [1, 255] },
  ],
  "without multicastLoopback datagrams leave, and members here hear nothing": [
    "loopback",
    { heard: "here", passed: ["away", "here"] },
  ],
  "groups are joined and left on the interface that is named, be it without an address": [
    "membership",
    [[], ["bare"], ["v0", "bare"], ["v0"], "hello", []],
  ],
  "a group is heard from the source alone that was joined": ["source", ["first", "second"]],
};

const others: typeof scenes = {
  "a socket on :: sends to groups of IPv4 with the same options": ["dual-stack", [7, 7]],
  "an interface that is not there is EINVAL": ["no interface", ["EINVAL", "EINVAL", "EINVAL"]],
  "broadcast is EACCES unless it is set, also to connect to": [
    "broadcast",
    ["EACCES", "set", "EACCES", "EACCES", "connected"],
  ],
  "a link-local peer is known by its zone, and can be answered; an unknown zone is EINVAL": [
    "zone",
    [true, "connected", "heard", "v0", "EINVAL", "EINVAL", "EINVAL"],
  ],
  "what the kernel has no room for waits, and leaves in its order": ["full", { failed: [], inOrder: true }],
  "close() ends sends that wait with ECLOSED": ["closed while full", ["ECLOSED", "nothing"]],
};

async function plays(scene: string, outcome: unknown): Promise<void> {
  const program = new Program([...setting, ...Program.command("network", [scene])]);
  try {
    expect(JSON.parse(await program.line())).toEqual(outcome);
  } finally {
    await program.end("process");
  }
}

describe.skipIf(why !== "")(`datagrams on a network of their own${why}`, () => {
  for (const [title, [scene, outcome]] of Object.entries(scenes)) {
    test.each(["ipv4", "ipv6"])(`${title} (%s)`, (family) => plays(`${scene} ${family}`, outcome), 20_000);
  }
  for (const [title, [scene, outcome]] of Object.entries(others)) test(title, () => plays(scene, outcome), 20_000);
});
