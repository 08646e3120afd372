import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";

export const order: Case = {
  id: "accept/order",
  title: "Connections are accepted in the order in which they were made",
  verifies: ["ACCEPT-1"],
  subject: "server",
  convicts: "A listener that hands out the latest connection first.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    for (let index = 0; index < 8; index++) {
      const client = await stage.client.connect(listener.address);
      await client.write(new Uint8Array([index]));
    }
    for (let index = 0; index < 8; index++) {
      const server = await listener.accept();
      await expectBytes(server, new Uint8Array([index]));
    }
  },
};
