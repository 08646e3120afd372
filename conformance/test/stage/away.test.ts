import { afterAll, beforeAll, expect, test } from "vitest";
import { AgentProcess } from "../../src/agent/process.ts";
import { StageRecord } from "../../src/stage/record.ts";
import { createStage } from "../../src/stage/stage.ts";
import { rawAgent } from "../../src/subject/runtime.ts";
import { runningService } from "../../src/subject/service.ts";

let client: AgentProcess;
beforeAll(async () => {
  client = await AgentProcess.start(rawAgent());
});
afterAll(() => client.stop());

test.each([
  // RFC 5737: an address of nobody.
  ["udp4", "udp://192.0.2.1:7", /^udp:\/\/0\.0\.0\.0:\d+$/],
  ["udp4", "udp://127.0.0.1:7", /^udp:\/\/127\.0\.0\.1:\d+$/],
  ["udp6", "udp://[2001:db8::1]:7", /^udp:\/\/\[::\]:\d+$/],
  ["udp6", "udp://[::1]:7", /^udp:\/\/\[::1\]:\d+$/],
] as const)(
  "over %s a client of a service at %s is at an address from which there is a way",
  async (transport, address, local) => {
    const service = runningService("echo", [address]);
    const stage = createStage({ transport, seed: 1, roundTrip: 0, client, service, record: new StageRecord() });
    expect((await stage.client.bind()).local).toMatch(local);
    await stage.dispose();
  },
);
