import type { Case } from "../../case.ts";
import { expectFailure, expectSuccess } from "../../expect.ts";

export const closed: Case = {
  id: "listen/closed",
  title: "A listener that is closed takes no more clients",
  verifies: ["LISTEN-6"],
  subject: "server",
  convicts: "A listener that goes on taking connections after it was closed.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    await Promise.all([stage.client.connect(listener.address), listener.accept()]);
    await expectSuccess(listener.close(), "closing the listener");
    await expectFailure(
      stage.client.connect(listener.address),
      ["ECONNREFUSED", "ENOENT"],
      "connecting after the close",
    );
  },
};
