import type { Case } from "../../case.ts";
import { expectAtMost } from "../../expect.ts";
import { untilStalled } from "../../stall.ts";

const OFFERED = 64 * 1024 * 1024;
/** More than the kernels of both sides hold for one connection: 12.4 MB at most were seen on loopback. */
const LIMIT = 32 * 1024 * 1024;

export const stalls: Case = {
  id: "back-pressure/stalls",
  title: "A client that reads nothing cannot send 64 MiB",
  verifies: ["BACKPRESSURE-1"],
  subject: "service",
  convicts: "A server that collects in memory whatever it cannot send yet.",
  needs: { service: "echo" },
  dependsOn: ["echo/answers"],
  async play(stage) {
    const client = await stage.connect();
    const sending = client.write(stage.pattern(OFFERED)).catch(() => {});
    const taken = await untilStalled(stage, client, OFFERED);
    stage.observe("bytes taken", taken);
    await client.abort();
    await sending;
    expectAtMost(taken, LIMIT, "bytes taken from a client who reads nothing of its echo");
  },
};
