import { portOf } from "../../addresses.ts";
import type { Case } from "../../case.ts";
import { expectFailure, expectSuccess } from "../../expect.ts";

export const ipv6Only: Case = {
  id: "listen/ipv6-only",
  title: "A listener that is IPv6 only refuses IPv4",
  verifies: ["LISTEN-5"],
  subject: "server",
  convicts: "A listener that ignores the option ipv6Only.",
  needs: { transports: ["tcp6"], capabilities: ["option:ipv6Only"] },
  async play(stage) {
    const listener = await stage.server.listen("tcp://[::]:0", { ipv6Only: true });
    const port = portOf(listener.address);
    await expectFailure(stage.client.connect(`tcp://127.0.0.1:${port}`), ["ECONNREFUSED"], "connecting by IPv4");
    const connecting = stage.client.connect(`tcp://[::1]:${port}`);
    await Promise.all([expectSuccess(connecting, "a connection by IPv6"), listener.accept()]);
  },
};
