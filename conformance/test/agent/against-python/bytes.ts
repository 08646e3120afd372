import { expect } from "vitest";
import { type ConnectedTest, MIB, pattern, timeout } from "./meeting.ts";

/** 65,537 bytes of pattern 862, by the Python implementation. */
const KNOWN = "f93a861f7eff057061cfcec05b61a03a2b7ee67439448807eb136216d3fff91b";

/** What was written arrives, and what arrived is read. */
export function movesBytes(test: ConnectedTest): void {
  test("sends the pattern as Python makes it, then its FIN", async ({ agent, python, connection }) => {
    const draining = python.do("drain");
    const data = pattern(862, 65537);
    expect(await agent.request("write", { connection, data, timeout })).toMatchObject({ count: 65537 });
    await agent.request("closeWrite", { connection });
    expect(await draining).toMatchObject({ count: 65537, sha256: KNOWN });
  });

  test("sends an array of pieces as one, also where some are empty", async ({ agent, python, connection }) => {
    const draining = python.do("drain");
    const args = { connection, data: pattern(862, 65537), pieces: [0, 1, 999], chunk: 40_000, timeout };
    expect(await agent.request("write", args)).toMatchObject({ count: 65537 });
    await agent.request("closeWrite", { connection });
    expect(await draining).toMatchObject({ count: 65537, sha256: KNOWN });
  });

  test("reads after its own FIN, and finds the peer's pattern and FIN", async ({ agent, python, connection }) => {
    await agent.request("closeWrite", { connection });
    expect(await python.do("recv 1")).toMatchObject({ count: 0, end: true });
    const reading = agent.request("read", { connection, until: "end", expect: pattern(7, 3 * MIB), timeout });
    await python.do(`fill 7 ${3 * MIB}`);
    await python.do("shutdown");
    expect(await reading).toMatchObject({ count: 3 * MIB, end: true, divergence: null });
    expect(await agent.request("read", { connection, until: "end", timeout })).toMatchObject({ count: 0, end: true });
    expect(await agent.request("closed", { connection })).toMatchObject({ code: null });
  });

  test("says where the peer's bytes first differ", async ({ agent, python, connection }) => {
    await python.do("fill 7 100");
    const expected = { base64: Buffer.alloc(100).toString("base64") };
    const { divergence } = await agent.request("read", { connection, until: 100, expect: expected, timeout });
    expect(divergence).toMatchObject({ offset: 0, expected: "00".repeat(16) });
  });

  test("stops reading at the first wrong byte and at the first byte too many, though the peer never ends", async ({
    agent,
    python,
    connection,
  }) => {
    await python.do("send 0102030405");
    const wrong = { base64: Buffer.from([1, 2, 4]).toString("base64") };
    const first = await agent.request("read", { connection, until: "end", expect: wrong, chunk: 2, timeout });
    expect(first).toMatchObject({ count: 4, end: false, divergence: { offset: 2, expected: "04", actual: "0304" } });
    const read = agent.request("read", { connection, until: "end", expect: { base64: "" }, timeout });
    expect(await read).toMatchObject({ count: 1, end: false, divergence: { offset: 0, expected: "", actual: "05" } });
  });

  test("reads nothing from the kernel while nobody reads", async ({ agent, python, connection }) => {
    // Also after it has read: one read is one read.
    await python.do("send 2a");
    await agent.request("read", { connection, until: 1, timeout });
    const taken = Number((await python.do("stalls"))["taken"]);
    // Socket buffers alone: tcp(7) rmem and wmem. An agent that read would take all of 256 MiB.
    expect(taken).toBeLessThan(16 * MIB);
    expect(await agent.request("progress", { connection })).toMatchObject({ read: 1, written: 0 });
    await python.do("close");
    expect(await agent.request("read", { connection, until: "end", timeout })).toMatchObject({
      count: taken,
      end: true,
    });
  });

  test("reads once what one read gives, and sends it back on request", async ({ agent, python, connection }) => {
    await python.do("send 000a0dff");
    const read = await agent.request("read", { connection, until: "some", bytes: true, chunk: 3, timeout });
    expect(read).toMatchObject({ count: 3, end: false, base64: Buffer.from([0, 10, 13]).toString("base64") });
  });

  test("keeps the order of writes that are under way together, and the FIN behind them", async ({
    agent,
    python,
    connection,
  }) => {
    const draining = python.do("drain");
    const parts = [pattern(862, 30_000), pattern(862, 1, 30_000), pattern(862, 65537 - 30_001, 30_001)];
    const writes = parts.map((data) => agent.request("write", { connection, data, chunk: 999, timeout }));
    await Promise.all([...writes, agent.request("closeWrite", { connection })]);
    expect(await draining).toMatchObject({ count: 65537, sha256: KNOWN });
  });
}
