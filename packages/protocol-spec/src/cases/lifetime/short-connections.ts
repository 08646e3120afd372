import type { Case } from "../../case.ts";
import { statsOf, untilReleased } from "../../descriptors.ts";

export const shortConnections: Case = {
  id: "lifetime/short-connections",
  title: "1,000 short connections, one after another, leak no descriptor",
  verifies: ["LIFETIME-1"],
  subject: "service",
  convicts: "A server that forgets to release one in a hundred of its connections.",
  // What it costs is not worth repeating on IPv6, which differs in nothing but the address.
  needs: { service: "echo", transports: ["tcp4", "unix"], process: true, alone: true },
  dependsOn: ["isolation/next-client", "half-close/nothing-sent"],
  async play(stage) {
    const before = await statsOf(stage);
    const request = stage.pattern(8);
    for (let count = 0; count < 1000; count++) {
      const client = await stage.connect();
      if (count % 10 === 0) await client.write(request);
      await client.close();
    }
    await untilReleased(stage, () => statsOf(stage), before.descriptors + 1);
  },
};
