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
    // Of a port that only IPv6 is asked for, IPv4 may be another program's: so one is taken that is ours on both.
    const reserved = await stage.client.listen("tcp://127.0.0.1:0");
    const port = portOf(reserved.address);
    const listening = stage.server.listen(`tcp://[::]:${port}`, { ipv6Only: true });
    const listener = await expectSuccess(listening, "listening beside a listener on IPv4");
    await reserved.close();
    await expectFailure(stage.client.connect(`tcp://127.0.0.1:${port}`), ["ECONNREFUSED"], "connecting by IPv4");
    const connecting = stage.client.connect(`tcp://[::1]:${port}`);
    await Promise.all([expectSuccess(connecting, "a connection by IPv6"), listener.accept()]);
  },
};
