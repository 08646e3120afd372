import type { Case } from "../../case.ts";
import { utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

const COUNT = 30;

export const order: Case = {
  id: "datagram/order",
  title: "Datagrams are received in the order in which they came",
  verifies: ["DGRAM-6"],
  subject: "client",
  convicts: "A socket that gives the latest first, or mixes what came before the first receive with what came after.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    for (let number = 0; number < COUNT; number++) await other.send(utf8(`number ${number}`), subject.local);
    for (let number = 0; number < COUNT / 2; number++) await expectDatagram(subject, utf8(`number ${number}`));
    for (let number = COUNT; number < 2 * COUNT; number++) await other.send(utf8(`number ${number}`), subject.local);
    for (let number = COUNT / 2; number < 2 * COUNT; number++) await expectDatagram(subject, utf8(`number ${number}`));
  },
};
