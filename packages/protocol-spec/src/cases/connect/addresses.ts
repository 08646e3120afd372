import type { Case } from "../../case.ts";
import { expectEqual } from "../../expect.ts";

export const addresses: Case = {
  id: "connect/addresses",
  title: "The end that connects knows its own address and the one it reached",
  verifies: ["CONNECT-5"],
  subject: "client",
  convicts: "A client that reports the wrong port, or an empty address, as its own.",
  needs: { transports: ["tcp4", "tcp6"] },
  async play(stage) {
    const listener = await stage.server.listen();
    const [client, server] = await Promise.all([stage.client.connect(listener.address), listener.accept()]);
    expectEqual(client.remote, listener.address, "the client's remote address is");
    expectEqual(client.local, server.remote, "the client's own address is");
  },
};
