import type { Case } from "../../case.ts";
import { expectBytes, expectRest, utf8 } from "../../expect.ts";

export const sentBefore: Case = {
  id: "accept/sent-before",
  title: "What a client sent before it was accepted, and its FIN, are there to be read",
  verifies: ["ACCEPT-3"],
  subject: "server",
  convicts: "A listener that loses what came before a connection was claimed.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const client = await stage.client.connect(listener.address);
    const data = stage.pattern(50_000);
    await client.write(data);
    await client.closeWrite();
    await stage.pause(stage.window / 2);
    const server = await listener.accept();
    await expectRest(server, data);
    await server.write(utf8("got it"));
    await expectBytes(client, utf8("got it"));
  },
};
