import type { Case } from "../../case.ts";
import { expectEqual, expectSuccess } from "../../expect.ts";

export const waiting: Case = {
  id: "accept/waiting",
  title: "Accepts that wait are given one connection each",
  verifies: ["ACCEPT-5"],
  subject: "server",
  convicts: "A listener that gives one connection to every accept that waits.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const accepting = Promise.all([listener.accept(), listener.accept(), listener.accept()]);
    accepting.catch(() => {});
    for (let index = 0; index < 3; index++) {
      const client = await stage.client.connect(listener.address);
      await client.write(new Uint8Array([index]));
    }
    const servers = await expectSuccess(accepting, "a connection for each of three accepts");
    const seen = new Set<number>();
    for (const server of servers) {
      const received = await expectSuccess(server.read(1, { bytes: true }), "the byte of one client");
      seen.add(received.bytes?.[0] ?? -1);
    }
    expectEqual([...seen].sort().join(), "0,1,2", "three accepts were given the clients");
  },
};
