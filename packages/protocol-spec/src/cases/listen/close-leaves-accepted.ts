import type { Case } from "../../case.ts";
import { expectBytes, expectOpen, utf8 } from "../../expect.ts";

export const closeLeavesAccepted: Case = {
  id: "listen/close-leaves-accepted",
  title: "Closing a listener leaves accepted connections as they are",
  verifies: ["LISTEN-7"],
  subject: "server",
  convicts: "A listener that takes its accepted connections down with it.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const [client, server] = await Promise.all([stage.client.connect(listener.address), listener.accept()]);
    await listener.close();
    await expectOpen(client, stage.window);
    await client.write(utf8("still there?"));
    await expectBytes(server, utf8("still there?"));
    await server.write(utf8("still here"));
    await expectBytes(client, utf8("still here"));
  },
};
