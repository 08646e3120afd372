import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const reset: Case = {
  id: "upper/reset",
  title: "A client that resets before its request does not end the service",
  verifies: ["UPPER-6"],
  subject: "service",
  convicts: "A server for upper that dies at a client's reset.",
  needs: { service: "upper" },
  dependsOn: ["upper/hello"],
  async play(stage) {
    const rude = await stage.connect();
    await stage.pause(stage.window / 2);
    await rude.abort();
    const next = await stage.connect();
    await next.write(utf8("n"));
    await expectBytes(next, utf8("N"));
    await leave(next);
  },
};
