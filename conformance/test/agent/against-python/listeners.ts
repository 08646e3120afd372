import { expect } from "vitest";
import { anotherPython, codeOf, type MeetingTest, timeout } from "./meeting.ts";

/** It hands out what connects, in order, and survives what its clients do. */
export function listens(test: MeetingTest): void {
  test.for([
    ["echo", "68690a", { hex: "68690a", end: true }],
    ["upper", "68c3a97a", { hex: "48c3a95a", end: true }],
    ["discard", "6869", { hex: "", end: true }],
    ["daytime", "", { hex: expect.stringMatching(/^([2-7][0-9a-f])+0d0a$/), end: true }],
    ["time", "", { hex: expect.stringMatching(/^[0-9a-f]{8}$/), end: true }],
  ] as const)("serves %s", async ([service, sent, answer], { agent, python }) => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0", service });
    await python.connect(address);
    if (sent !== "") await python.do(`send ${sent}`);
    await python.do("shutdown");
    expect(await python.do("drain")).toMatchObject(answer);
    await agent.request("closeListener", { listener });
  });

  test("serves chargen until the client's FIN", async ({ agent, python }) => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0", service: "chargen" });
    await python.connect(address);
    expect(await python.do("recv 3")).toMatchObject({ hex: "202122" });
    await python.do("shutdown");
    expect(await python.do("drain")).toMatchObject({ end: true });
    await agent.request("closeListener", { listener });
  });

  test("hands connections out in the order in which they came", async ({ agent }) => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0" });
    for (const byte of ["01", "02", "03"]) {
      const peer = await anotherPython();
      await peer.connect(address);
      await peer.do(`send ${byte}`);
    }
    for (const base64 of ["AQ==", "Ag==", "Aw=="]) {
      const { connection } = await agent.request("accept", { listener, timeout });
      expect(await agent.request("read", { connection, until: 1, bytes: true, timeout })).toMatchObject({ base64 });
    }
    await agent.request("closeListener", { listener });
  });

  test("goes on after a client that resets before it is accepted", async ({ agent, python }) => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0" });
    const accepting = agent.request("accept", { listener, timeout });
    const other = await anotherPython();
    await other.connect(address);
    await other.do("reset");
    await python.connect(address);
    await python.do("send 2a");
    // The first may have been accepted before its reset came.
    let { connection } = await accepting;
    const read = await codeOf(agent.request("read", { connection, until: 1, timeout }));
    if (read === "ECONNRESET") ({ connection } = await agent.request("accept", { listener, timeout }));
    if (read === "ECONNRESET") await agent.request("read", { connection, until: 1, timeout });
    expect(await agent.request("progress", { connection })).toMatchObject({ read: 1 });
    await agent.request("closeListener", { listener });
  });

  test("keeps no more waiting than it is told", async ({ agent, python }) => {
    const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0", options: { pending: 1 } });
    const others = [await anotherPython(), await anotherPython()];
    await python.connect(address);
    for (const other of others) await other.connect(address);
    await python.do("send 2a");
    const { connection } = await agent.request("accept", { listener, timeout });
    expect(await agent.request("read", { connection, until: 1, timeout })).toMatchObject({ count: 1 });
    await agent.request("closeListener", { listener });
    // Reset at once, or when the listener closed: in either case nobody waits for ever.
    for (const other of others) expect(await other.do("recv 1")).toMatchObject({ error: "ECONNRESET" });
  });
}
