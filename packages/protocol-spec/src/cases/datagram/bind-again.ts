import { bindApart } from "../../apart.ts";
import type { Case } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

const COUNT = 20;

export const bindAgain: Case = {
  id: "datagram/bind-again",
  title: "When close() has settled, the address can be bound again",
  verifies: ["DGRAM-13"],
  subject: "client",
  convicts: "A socket that keeps its port for a while after it was closed.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const other = await stage.server.bind();
    // Not at a port that somebody else may be given in between.
    let subject = await bindApart(stage.client, other.local);
    for (let round = 0; round < COUNT; round++) {
      const { local } = subject;
      await subject.close();
      subject = await expectSuccess(stage.client.bind(local), `${local} is bound again`);
    }
    await other.send(utf8("hello"), subject.local);
    await expectDatagram(subject, utf8("hello"));
  },
};
