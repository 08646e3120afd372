import type { Case } from "../../case.ts";
import { expectBytes, expectFailure, expectSuccess, utf8 } from "../../expect.ts";

export const timedOut: Case = {
  id: "accept/timed-out",
  title: "An accept that timed out has taken no connection from the next one",
  verifies: ["ACCEPT-8"],
  subject: "server",
  convicts: "A listener whose accept, once given up, swallows the next connection.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    await expectFailure(listener.accept({ timeout: stage.window / 2 }), ["ETIMEDOUT"], "an accept that nobody answers");
    const client = await stage.client.connect(listener.address);
    await client.write(utf8("late"));
    const server = await expectSuccess(listener.accept(), "the connection that came after the timeout");
    await expectBytes(server, utf8("late"));
  },
};
