import type { Case } from "../../case.ts";
import { untilStalled } from "../../stall.ts";

export const amount: Case = {
  id: "back-pressure/amount",
  title: "How much a service takes from a client who reads nothing is up to the systems' buffers",
  verifies: ["BACKPRESSURE-7"],
  subject: "service",
  convicts: "Nobody: it tells how many bytes were taken of 16 MiB.",
  needs: { service: "echo" },
  dependsOn: ["back-pressure/stalls"],
  async play(stage) {
    const client = await stage.connect();
    const sending = client.write(stage.pattern(16 * 1024 * 1024)).catch(() => {});
    stage.observe("bytes taken", await untilStalled(stage, client, 16 * 1024 * 1024));
    await client.abort();
    await sending;
  },
};
