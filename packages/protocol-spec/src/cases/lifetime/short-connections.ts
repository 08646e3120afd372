import type { Case } from "../../case.ts";
import { descriptorsAfter, statsOf, untilReleased } from "../../descriptors.ts";
import { expectAtMost } from "../../expect.ts";

const ENOUGH = 1000;
/** So many tell how long one takes. */
const SAMPLE = 20;

export const shortConnections: Case = {
  id: "lifetime/short-connections",
  title: "1,000 short connections, or as many as fit in ten seconds, one after another, leak no descriptor",
  verifies: ["LIFETIME-1"],
  subject: "service",
  convicts: "A server that forgets to release one in a hundred of its connections.",
  // What it costs is not worth repeating on IPv6, which differs in nothing but the address.
  needs: { service: "echo", transports: ["tcp4", "unix"], process: true, alone: true },
  dependsOn: ["isolation/next-client", "half-close/nothing-sent"],
  async play(stage) {
    const request = stage.pattern(8);
    let left = 0;
    let count = 0;
    const connectAndClose = async (): Promise<void> => {
      const client = await stage.connect();
      if (count % 10 === 0) await client.write(request);
      // Few may be slow to end; with a server that ends none of them this would take very long.
      if (!(await client.close())) left++;
      expectAtMost(left, 5, "connections that the service did not end in time");
    };
    const before = await descriptorsAfter(stage, connectAndClose);
    const began = performance.now();
    for (let enough = ENOUGH; count < enough; count++) {
      await connectAndClose();
      if (count + 1 === SAMPLE) enough = Math.max(SAMPLE, stage.times(ENOUGH, (performance.now() - began) / SAMPLE));
    }
    stage.observe("connections", count);
    await untilReleased(stage, () => statsOf(stage), before);
  },
};
