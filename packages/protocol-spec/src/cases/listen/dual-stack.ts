import { portOf } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectSuccess, utf8 } from "../../expect.ts";

export const dualStack: Case = {
  id: "listen/dual-stack",
  title: "A listener on :: takes a client that comes by IPv4",
  verifies: ["LISTEN-4"],
  subject: "server",
  convicts: "A listener on :: that is deaf to IPv4.",
  needs: { transports: ["tcp6"], capabilities: ["dual-stack"] },
  async play(stage) {
    const listener = await stage.server.listen("tcp://[::]:0");
    const port = portOf(listener.address);
    for (const host of ["127.0.0.1", "[::1]"]) {
      const connecting = stage.client.connect(`tcp://${host}:${port}`);
      const [client, server] = await Promise.all([
        expectSuccess(connecting, `a connection to a listener on :: by ${host}`),
        listener.accept(),
      ]);
      await client.write(utf8(host));
      await expectBytes(server, utf8(host));
    }
  },
};
