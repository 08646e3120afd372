import type { Case } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const reset: Case = {
  id: "time/reset",
  title: "A client that resets does not end the service",
  verifies: ["TIME-4"],
  subject: "service",
  convicts: "A server for time that dies at a client's reset.",
  needs: { service: "time" },
  dependsOn: ["time/four-bytes"],
  async play(stage) {
    const rude = await stage.connect();
    await expectSuccess(rude.read(4), "4 bytes, or the end");
    await rude.abort();
    await stage.pause(stage.window / 2);
    const next = await expectSuccess(stage.connect(), "the service takes another client");
    await expectSuccess(next.read(4), "4 bytes, or the end");
    await leave(next);
  },
};
