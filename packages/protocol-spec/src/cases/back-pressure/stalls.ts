import type { Case } from "../../case.ts";
import { expectAtMost } from "../../expect.ts";
import { untilStill } from "../../stall.ts";

const OFFERED = 64 * 1024 * 1024;
/**
 * More than the kernels of both sides hold for one connection. A service that reads has a receive buffer that grows to
 * tcp_rmem's third value (tcp(7)), 32 MiB on Linux 6.18; each side sends from up to 4 MiB (tcp_wmem), and the buffer of a
 * client that never reads does not grow. 12 MB is usual on loopback, and 42 MB were seen while both cores were busy.
 */
const LIMIT = 56 * 1024 * 1024;

export const stalls: Case = {
  id: "back-pressure/stalls",
  title: "A client that reads nothing cannot send 64 MiB",
  verifies: ["BACKPRESSURE-1"],
  subject: "service",
  convicts: "A server that collects in memory whatever it cannot send yet.",
  needs: { service: "echo" },
  // The client resets at the end: whom that kills is told of it by name.
  dependsOn: ["echo/answers", "reset/mid-echo"],
  async play(stage) {
    const client = await stage.connect();
    const sending = client.write(stage.pattern(OFFERED)).catch(() => {});
    const taken = await untilStill(stage, client, OFFERED);
    stage.observe("bytes taken", taken);
    await client.abort();
    await sending;
    expectAtMost(taken, LIMIT, "bytes taken from a client who reads nothing of its echo");
  },
};
