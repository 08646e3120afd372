import type { Case } from "../../case.ts";
import { expectEnd, expectSuccess } from "../../expect.ts";

export const againAtOnce: Case = {
  id: "listen/again-at-once",
  title: "A port can be bound again at once, with connections of its own in TIME-WAIT",
  verifies: ["LISTEN-2"],
  subject: "server",
  convicts: "A listener without SO_REUSEADDR.",
  needs: { transports: ["tcp4", "tcp6"] },
  async play(stage) {
    const first = await stage.server.listen();
    const [client, server] = await Promise.all([stage.client.connect(first.address), first.accept()]);
    // The end that closes first gets TIME-WAIT (RFC 9293, 3.3.2), and it is on the listener's port.
    await server.closeWrite();
    await expectEnd(client);
    await client.close();
    await expectEnd(server);
    await server.close();
    await first.close();
    const second = await expectSuccess(stage.server.listen(first.address), `listening on ${first.address} again`);
    const connecting = stage.client.connect(first.address);
    await Promise.all([expectSuccess(connecting, "a connection to the port that was bound again"), second.accept()]);
  },
};
