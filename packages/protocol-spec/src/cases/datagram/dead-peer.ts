import { bindApart } from "../../apart.ts";
import type { Case } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

const COUNT = 20;

export const deadPeer: Case = {
  id: "datagram/dead-peer",
  title: "Datagrams to a peer that has gone disturb nothing between the socket and a live one",
  verifies: ["DGRAM-8"],
  subject: "client",
  convicts: "A socket that loses the next datagram, or fails, once ICMP has told that somebody else has gone.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const subject = await stage.client.bind();
    const [dead, live] = [await bindApart(stage.server, subject.local), await stage.server.bind()];
    await dead.close();
    for (let number = 0; number < COUNT; number++) {
      await expectSuccess(subject.send(utf8("anybody?"), dead.local), "a datagram to a peer that has gone is sent");
      await expectSuccess(subject.send(utf8(`number ${number}`), live.local), "one to a live peer is sent");
      await expectDatagram(live, utf8(`number ${number}`));
      await live.send(utf8(`answer ${number}`), subject.local);
      await expectDatagram(subject, utf8(`answer ${number}`));
    }
  },
};
