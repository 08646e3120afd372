import type { Case } from "../../case.ts";
import { expectEnd, expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const takesEverything: Case = {
  id: "discard/takes-everything",
  title: "1 MiB is taken without pause",
  verifies: ["DISCARD-2"],
  subject: "service",
  convicts: "A server that stops reading, or ends, after some 100 KB of data.",
  needs: { service: "discard" },
  dependsOn: ["discard/stays-open"],
  async play(stage) {
    const client = await stage.connect();
    // The end behind it tells that it was read: the kernels alone could hold 1 MiB.
    const data = stage.pattern(1024 * 1024);
    await expectSuccess(client.write(data), "1 MiB is taken");
    await client.closeWrite();
    await expectEnd(client);
    await leave(client);
  },
};
