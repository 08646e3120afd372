import type { Case } from "../../case.ts";
import { expectService } from "../../leave.ts";
import { whileBusy } from "../../while-busy.ts";

export const beforeAByte: Case = {
  id: "reset/before-a-byte",
  title: "Clients that reset as soon as they are connected do not end the service",
  verifies: ["RESET-1"],
  subject: "service",
  convicts: "A server whose accept loop ends when a connection was reset before it was accepted.",
  needs: { service: "echo" },
  dependsOn: ["echo/sizes/beyond-1-MiB", "echo/conversation", "isolation/silent-client"],
  async play(stage) {
    // Whether a reset comes before the accept is a matter of microseconds, so there are many.
    const rude = () => stage.connect().then((client) => client.abort());
    await whileBusy(stage, () => Promise.all(Array.from({ length: 40 }, rude)));
    await expectService(stage);
  },
};
