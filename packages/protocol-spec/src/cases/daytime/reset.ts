import type { Case } from "../../case.ts";
import { expectAnyBytes, expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const reset: Case = {
  id: "daytime/reset",
  title: "A client that resets does not end the service",
  verifies: ["DAYTIME-8"],
  subject: "service",
  convicts: "A server for daytime that dies at a client's reset.",
  needs: { service: "daytime" },
  dependsOn: ["daytime/at-once"],
  async play(stage) {
    const rude = await stage.connect();
    await expectAnyBytes(rude, 1);
    await rude.abort();
    await stage.pause(stage.window / 2);
    const next = await expectSuccess(stage.connect(), "the service takes another client");
    await expectAnyBytes(next, 1);
    await leave(next);
  },
};
