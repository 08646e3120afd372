import { expect } from "vitest";
import { type ConnectedTest, codeOf, MIB, pattern, timeout } from "./meeting.ts";

/** An operation that waits is given up without loss, and one read is under way at a time. */
export function endsWaits(test: ConnectedTest): void {
  test("gives up a write without progress and keeps the connection", async ({ agent, python, connection }) => {
    const data = pattern(3, 64 * MIB);
    expect(await codeOf(agent.request("write", { connection, data, timeout: 300 }))).toBe("ETIMEDOUT");
    const { written } = await agent.request("progress", { connection });
    expect(written).toBeGreaterThan(0);
    expect(await python.do(`recv ${written}`)).toMatchObject({ count: written, end: false });
  });

  test("gives up a read in time, and the next one finds the bytes", async ({ agent, python, connection }) => {
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout: 30 }))).toBe("ETIMEDOUT");
    await python.do("send 2a");
    expect(await agent.request("read", { connection, until: 1, bytes: true, timeout })).toMatchObject({
      base64: "Kg==",
    });
  });

  test("cancels a read, which answers ECANCELED and consumes nothing", async ({ agent, python, connection }) => {
    let target = 0;
    const noted = (id: number) => {
      target = id;
    };
    const reading = codeOf(agent.request("read", { connection, until: 1, timeout }, noted));
    await agent.request("cancel", { target });
    expect(await reading).toBe("ECANCELED");
    await python.do("send 2a");
    expect(await agent.request("read", { connection, until: 1, timeout })).toMatchObject({ count: 1 });
  });

  test("refuses a second reader", async ({ agent, python, connection }) => {
    const first = agent.request("read", { connection, until: 1, timeout });
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("EBUSY");
    await python.do("send 2a");
    expect(await first).toMatchObject({ count: 1 });
  });
}
