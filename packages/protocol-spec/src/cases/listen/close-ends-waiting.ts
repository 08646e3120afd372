import { type Case, Mismatch } from "../../case.ts";
import { expectEqual } from "../../expect.ts";
import { isActorError } from "../../stage.ts";

export const closeEndsWaiting: Case = {
  id: "listen/close-ends-waiting",
  title: "Clients that were not accepted see their connection end when the listener closes",
  verifies: ["LISTEN-8"],
  subject: "server",
  convicts: "A listener that forgets the connections that nobody has claimed when it is closed.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const clients = [await stage.client.connect(listener.address), await stage.client.connect(listener.address)];
    await stage.pause(stage.window / 2);
    await listener.close();
    for (const client of clients) {
      const received = await client.readToEnd().catch((error) => {
        if (isActorError(error, "ECONNRESET")) return null;
        throw new Mismatch("the end or a reset after the listener has closed", String(error));
      });
      if (received !== null) expectEqual(received.count, 0, "bytes to a client that was not accepted:");
    }
  },
};
