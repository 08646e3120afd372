import type { Case } from "../../case.ts";
import { expectBytes, expectOpen, utf8 } from "../../expect.ts";

export const closeOne: Case = {
  id: "accept/close-one",
  title: "Closing one accepted connection leaves the others as they are",
  verifies: ["ACCEPT-7"],
  subject: "server",
  convicts: "A server end that closes its other connections along with one.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const [one, oneHere] = await Promise.all([stage.client.connect(listener.address), listener.accept()]);
    const [two, twoHere] = await Promise.all([stage.client.connect(listener.address), listener.accept()]);
    await Promise.all([oneHere.close(), one.close()]);
    await expectOpen(two, stage.window);
    await two.write(utf8("undisturbed"));
    await expectBytes(twoHere, utf8("undisturbed"));
    await Promise.all([stage.client.connect(listener.address), listener.accept()]);
  },
};
