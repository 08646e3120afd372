import type { Case } from "../../case.ts";
import { expectAnyBytes, expectSuccess } from "../../expect.ts";

export const reset: Case = {
  id: "chargen/reset",
  title: "A client that resets in the middle of the stream does not end the service",
  verifies: ["CHARGEN-4"],
  subject: "service",
  convicts: "A server for chargen that dies at the rude abort.",
  needs: { service: "chargen" },
  dependsOn: ["chargen/at-once"],
  async play(stage) {
    const rude = await stage.connect();
    await expectAnyBytes(rude, 100);
    await rude.abort();
    await stage.pause(stage.window / 2);
    const next = await expectSuccess(stage.connect(), "the service takes another client");
    await expectAnyBytes(next, 100);
    await next.abort();
  },
};
