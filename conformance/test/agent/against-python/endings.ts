import { expect } from "vitest";
import { type ConnectedTest, codeOf, MIB, pattern, type Transport, timeout } from "./meeting.ts";

/** A connection ends in good order, by abort, by being dropped or by the peer's reset, and each is told from the others. */
export function endsConnections(test: ConnectedTest, transport: Transport): void {
  test("writes after the peer's FIN, and close knows that nothing is lost", async ({ agent, python, connection }) => {
    await python.do("shutdown");
    expect(await agent.request("read", { connection, until: 1, timeout })).toMatchObject({ count: 0, end: true });
    const draining = python.do("drain");
    await agent.request("write", { connection, data: pattern(1, MIB), timeout });
    expect(await agent.request("close", { connection })).toMatchObject({ delivered: true });
    expect(await draining).toMatchObject({ count: MIB, end: true });
    expect(await agent.request("closed", { connection })).toMatchObject({ code: null });
  });

  test("ends its own operations by abort, which resets where the transport knows a reset", async ({
    agent,
    python,
    connection,
  }) => {
    const reading = codeOf(agent.request("read", { connection, until: 1, timeout }));
    await agent.request("abort", { connection });
    expect(await reading).toBe("ECLOSED");
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("ECLOSED");
    const resets = transport !== "unix" && agent.capabilities.capabilities.includes("tcp:reset");
    expect(await python.do("recv 1")).toMatchObject(resets ? { error: "ECONNRESET" } : { count: 0, end: true });
  });

  test("resets, where the transport knows a reset, by a write that is given up", async ({
    agent,
    python,
    connection,
  }) => {
    const data = pattern(3, 64 * MIB);
    expect(await codeOf(agent.request("write", { connection, data, limit: 100, timeout }))).toBe("ETIMEDOUT");
    expect(await codeOf(agent.request("write", { connection, data, timeout }))).not.toBe("fulfilled");
    const resets = transport !== "unix" && agent.capabilities.capabilities.includes("tcp:reset");
    const told = await python.do("drain");
    if (resets) expect(told).toMatchObject({ error: "ECONNRESET" });
    else expect(told["count"] ?? 0).toBeLessThan(64 * MIB);
  });

  test("drops at once: the peer's unread bytes become a reset", async ({ agent, python, connection }) => {
    await python.do("send 010203");
    await agent.request("drop", { connection });
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("ECLOSED");
    // RFC 9293, 3.6.1: what was not read is lost, and the peer learns of it.
    const { error, end } = await python.do("recv 1");
    // Deno calls shutdown(2) before close(2), so on TCP the reset comes behind a FIN.
    const finFirst = agent.runtime.name === "deno" && transport !== "unix" && end === true;
    expect(finFirst ? "ECONNRESET" : error).toBe("ECONNRESET");
  });

  // A Unix socket knows no reset.
  if (transport === "unix") return;

  test("sees a reset as ECONNRESET, after the bytes that came before it, for ever", async ({
    agent,
    python,
    connection,
  }) => {
    await python.do("send 010203");
    await python.do("reset");
    expect(await agent.request("read", { connection, until: 3, timeout })).toMatchObject({ count: 3, end: false });
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("ECONNRESET");
    expect(await codeOf(agent.request("read", { connection, until: 1, timeout }))).toBe("ECONNRESET");
    expect(await agent.request("closed", { connection })).toMatchObject({ code: "ECONNRESET" });
  });
}
