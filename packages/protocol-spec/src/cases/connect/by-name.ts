import { portOf } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectSuccess, utf8 } from "../../expect.ts";

export const byName: Case = {
  id: "connect/by-name",
  title: "A name is tried by all of its addresses",
  verifies: ["CONNECT-8"],
  subject: "client",
  convicts: "A client that gives up a name when the first of its addresses refuses.",
  needs: { transports: ["tcp4"] },
  async play(stage) {
    const listener = await stage.server.listen();
    const connecting = stage.client.connect(`tcp://localhost:${portOf(listener.address)}`);
    const [client, server] = await Promise.all([
      expectSuccess(connecting, "a connection to 127.0.0.1 by the name localhost"),
      listener.accept(),
    ]);
    await client.write(utf8("by name"));
    await expectBytes(server, utf8("by name"));
  },
};
