import type { Case } from "../../case.ts";
import { untilReleased } from "../../descriptors.ts";
import { utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

const COUNT = 30;

export const descriptors: Case = {
  id: "datagram/descriptors",
  title: "Sockets that were bound, used and closed leave no descriptor",
  verifies: ["DGRAM-18"],
  subject: "client",
  convicts: "A socket that close() does not close.",
  needs: { datagrams: true, process: true, alone: true },
  dependsOn: ["datagram/bind-again"],
  async play(stage) {
    const other = await stage.server.bind();
    const before = (await stage.client.stats()).descriptors;
    for (let round = 0; round < COUNT; round++) {
      const subject = await stage.client.bind();
      await other.send(utf8("hello"), subject.local);
      await expectDatagram(subject, utf8("hello"));
      await subject.close();
    }
    await untilReleased(stage, () => stage.client.stats(), before);
  },
};
