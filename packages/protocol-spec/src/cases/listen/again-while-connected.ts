import type { Case } from "../../case.ts";
import { expectBytes, expectSuccess, utf8 } from "../../expect.ts";

export const againWhileConnected: Case = {
  id: "listen/again-while-connected",
  title: "An address can be bound again while a connection of its old listener lives",
  verifies: ["LISTEN-11"],
  subject: "server",
  convicts: "A listener whose close waits for its connections, or leaves the address taken while one lives.",
  needs: {},
  async play(stage) {
    const first = await stage.server.listen();
    const [client, server] = await Promise.all([stage.client.connect(first.address), first.accept()]);
    await expectSuccess(first.close(), "closing a listener whose connection lives");
    const second = await expectSuccess(stage.server.listen(first.address), `listening on ${first.address} again`);
    await Promise.all([stage.client.connect(first.address), second.accept()]);
    await client.write(utf8("old friend"));
    await expectBytes(server, utf8("old friend"));
  },
};
