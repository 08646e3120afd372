import { expect, onTestFinished, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { hasPython, PythonPeer } from "../peers/python-peer.ts";
import { holdsAgainstPython } from "./against-python.ts";

holdsAgainstPython(rawAgent());

// Others may leave it in the kernel's queue instead.
test.skipIf(!hasPython)("the raw agent resets what is beyond the pending connections, while it listens", async () => {
  const [agent, first, second] = await Promise.all([
    AgentProcess.start(rawAgent()),
    PythonPeer.start(),
    PythonPeer.start(),
  ]);
  onTestFinished(async () => {
    await Promise.all([agent.stop(), first.stop(), second.stop()]);
  });
  const { address, listener } = await agent.request("listen", { at: "tcp://127.0.0.1:0", options: { pending: 1 } });
  await first.connect(address);
  await second.connect(address);
  expect(await second.do("recv 1")).toMatchObject({ error: "ECONNRESET" });
  await first.do("send 2a");
  const { connection } = await agent.request("accept", { listener, timeout: 5_000 });
  expect(await agent.request("read", { connection, until: 1, timeout: 5_000 })).toMatchObject({ count: 1 });
});
