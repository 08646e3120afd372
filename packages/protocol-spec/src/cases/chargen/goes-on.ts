import type { Case } from "../../case.ts";
import { expectAnyBytes } from "../../expect.ts";
import { leaveStream } from "../../leave.ts";

export const goesOn: Case = {
  id: "chargen/goes-on",
  title: "The stream does not end by itself within 1 MiB",
  verifies: ["CHARGEN-2"],
  subject: "service",
  convicts: "A server for chargen that ends when it has sent the whole pattern.",
  needs: { service: "chargen" },
  dependsOn: ["chargen/at-once"],
  async play(stage) {
    const client = await stage.connect();
    await expectAnyBytes(client, 1024 * 1024);
    await leaveStream(client);
  },
};
