import type { Case } from "../../case.ts";
import { expectEqual, expectSuccess } from "../../expect.ts";

export const manyAtOnce: Case = {
  id: "accept/many-at-once",
  title: "64 clients that come at once are all accepted",
  verifies: ["ACCEPT-6"],
  subject: "server",
  convicts: "A listener that loses connections that come faster than they are claimed.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const clients = await Promise.all(Array.from({ length: 64 }, () => stage.client.connect(listener.address)));
    await Promise.all(clients.map((client, index) => client.write(new Uint8Array([index]))));
    const seen = new Set<number>();
    for (let count = 0; count < 64; count++) {
      const server = await expectSuccess(listener.accept(), `connection ${count + 1} of 64`);
      seen.add((await server.read(1, { bytes: true })).bytes?.[0] ?? -1);
    }
    expectEqual(seen.size, 64, "different clients:");
  },
};
