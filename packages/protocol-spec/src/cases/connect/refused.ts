import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const refused: Case = {
  id: "connect/refused",
  title: "Connecting where nobody listens any more fails with ECONNREFUSED",
  verifies: ["CONNECT-2"],
  subject: "client",
  convicts: "A client that reports a refused connection by another code, or as connected.",
  needs: { transports: ["tcp4", "tcp6"] },
  async play(stage) {
    const listener = await stage.server.listen();
    await listener.close();
    await expectFailure(stage.client.connect(listener.address), ["ECONNREFUSED"], "connecting where nobody listens");
  },
};
