import type { Case } from "../../case.ts";
import { expectEqual } from "../../expect.ts";

export const addresses: Case = {
  id: "accept/addresses",
  title: "An accepted connection knows its client's address and its own",
  verifies: ["ACCEPT-2"],
  subject: "server",
  convicts: "A listener whose connections tell the listener's address, or none, as their client's.",
  needs: { transports: ["tcp4", "tcp6"] },
  async play(stage) {
    const listener = await stage.server.listen();
    const clients = [await stage.client.connect(listener.address), await stage.client.connect(listener.address)];
    for (const client of clients) {
      const server = await listener.accept();
      expectEqual(server.remote, client.local, "the client's address is");
      expectEqual(server.local, listener.address, "the connection's own address is");
    }
  },
};
