import type { Case } from "../../case.ts";
import { expectService } from "../../leave.ts";
import { whileBusy } from "../../while-busy.ts";

export const rightAfterData: Case = {
  id: "reset/right-after-data",
  title: "Clients that reset right behind their request do not end the service",
  verifies: ["RESET-1"],
  subject: "service",
  convicts: "A server that dies when its answer to a first request meets a reset.",
  needs: { service: "echo" },
  dependsOn: ["echo/sizes/beyond-1-MiB", "echo/conversation", "isolation/silent-client"],
  async play(stage) {
    // Whether the answer is still to be written when the reset comes is a matter of microseconds, so there are many.
    const rude = async () => {
      const client = await stage.connect();
      await client.write(stage.pattern(1000));
      await client.abort();
    };
    await whileBusy(stage, () => Promise.all(Array.from({ length: 40 }, rude)));
    await expectService(stage);
  },
};
