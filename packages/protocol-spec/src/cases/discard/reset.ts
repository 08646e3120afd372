import type { Case } from "../../case.ts";
import { expectEnd, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const reset: Case = {
  id: "discard/reset",
  title: "A client that resets does not end the service",
  verifies: ["DISCARD-6"],
  subject: "service",
  convicts: "A server for discard that dies at a client's reset.",
  needs: { service: "discard" },
  dependsOn: ["discard/nothing-sent"],
  async play(stage) {
    const rude = await stage.connect();
    await rude.write(utf8("Hello\n"));
    await stage.pause(stage.window / 2);
    await rude.abort();
    const next = await stage.connect();
    await next.closeWrite();
    await expectEnd(next);
    await leave(next);
  },
};
