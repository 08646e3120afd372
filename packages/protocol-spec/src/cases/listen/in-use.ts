import type { Case } from "../../case.ts";
import { expectBytes, expectFailure, utf8 } from "../../expect.ts";

export const inUse: Case = {
  id: "listen/in-use",
  title: "An address that somebody listens on is refused with EADDRINUSE",
  verifies: ["LISTEN-3"],
  subject: "server",
  convicts: "A listener that shares or takes over the address of another one.",
  needs: { transports: ["tcp4", "tcp6"] },
  async play(stage) {
    const first = await stage.server.listen();
    await expectFailure(stage.server.listen(first.address), ["EADDRINUSE"], `listening on ${first.address} twice`);
    const [client, server] = await Promise.all([stage.client.connect(first.address), first.accept()]);
    await client.write(utf8("undisturbed"));
    await expectBytes(server, utf8("undisturbed"));
  },
};
