import { readdirSync } from "node:fs";
import { expect } from "vitest";
import { codeOf, type MeetingTest, timeout } from "./meeting.ts";

/** Addresses are bound, given back and refused as the system has it. */
export function keepsAddresses(test: MeetingTest): void {
  test("listens on a path that can be bound again once it is closed, and leaves nothing there", async ({
    agent,
    folder,
    fresh,
  }) => {
    const at = fresh("unix");
    for (let round = 0; round < 2; round++) {
      const { listener, address } = await agent.request("listen", { at });
      expect(address).toBe(at);
      expect(await codeOf(agent.request("listen", { at }))).toBe("EADDRINUSE");
      expect(await codeOf(agent.request("listen", { at, options: { unlinkStale: true } }))).toBe("EADDRINUSE");
      await agent.request("closeListener", { listener });
    }
    const left = readdirSync(folder).filter((name) => at.endsWith(`/${name}`) || name.startsWith("."));
    expect(left).toEqual([]);
  });

  test("binds a TCP port again at once", async ({ agent }) => {
    const first = await agent.request("listen", { at: "tcp://127.0.0.1:0" });
    expect(await codeOf(agent.request("listen", { at: first.address }))).toBe("EADDRINUSE");
    await agent.request("closeListener", { listener: first.listener });
    const second = await agent.request("listen", { at: first.address });
    await agent.request("closeListener", { listener: second.listener });
  });

  test.for([
    ["tcp://127.0.0.1:1", "ECONNREFUSED"],
    ["unix:/no/such/folder/x", "ENOENT"],
    ["unix:/etc/passwd/x", "ENOTDIR"],
    ["unix:/etc/passwd", "ECONNREFUSED"],
    [`unix:/${"x".repeat(107)}`, "ENAMETOOLONG"],
  ] as const)("says of %s: %s", async ([to, code], { agent }) => {
    expect(await codeOf(agent.request("connect", { to, timeout }))).toBe(code);
  });

  test.for([
    ["unix:/no/such/folder/x", "ENOENT"],
    ["unix:/etc/passwd/x", "ENOTDIR"],
    ["unix:/etc/passwd", "EADDRINUSE"],
  ] as const)("does not listen on %s: %s", async ([at, code], { agent }) => {
    expect(await codeOf(agent.request("listen", { at, options: { unlinkStale: true } }))).toBe(code);
  });

  test("counts its descriptors as one sees them from outside", async ({ agent }) => {
    // The growth is compared: Deno has one descriptor more while it waits for its stdin than while it answers.
    const count = async () => {
      const { descriptors } = await agent.request("stats", {});
      return [descriptors, readdirSync(`/proc/${agent.pid}/fd`).length] as const;
    };
    const [inside, outside] = await count();
    const opened = [1, 2, 3].map(() => agent.request("listen", { at: "tcp://127.0.0.1:0" }));
    const listeners = (await Promise.all(opened)).map(({ listener }) => listener);
    expect(await count()).toEqual([inside + 3, outside + 3]);
    await agent.request("release", { connections: [], listeners });
    expect(await count()).toEqual([inside, outside]);
  });
}
