import type { Case } from "../../case.ts";
import { expectSilence } from "../../expect-datagram.ts";

export const silent: Case = {
  id: "discard-udp/silent",
  title: "No datagram is answered, whatever is in it",
  verifies: ["DISCARD-UDP-1"],
  subject: "service",
  convicts: "A server that answers.",
  needs: { datagrams: true, service: "discard" },
  async play(stage) {
    const client = await stage.client.bind();
    for (const size of [0, 1, 1_000, 1_472]) await client.send(stage.pattern(size, size), stage.service.address);
    await expectSilence(client, stage.window);
  },
};
