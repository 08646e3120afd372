import type { Case } from "../../case.ts";
import { expectFailure, utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";
import { LONGEST } from "../../longest-datagram.ts";

export const tooLong: Case = {
  id: "datagram/too-long",
  title: "A datagram of one byte more than IP can carry is EMSGSIZE, and the socket lives",
  verifies: ["DGRAM-4"],
  subject: "client",
  convicts: "A socket that cuts what it cannot send, says nothing of it, or is of no use afterwards.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    const size = LONGEST[stage.transport === "udp6" ? "udp6" : "udp4"] + 1;
    await expectFailure(subject.send(stage.pattern(size), other.local), ["EMSGSIZE"], `sending ${size} bytes`);
    await subject.send(utf8("after"), other.local);
    await expectDatagram(other, utf8("after"));
    await other.send(utf8("answer"), subject.local);
    await expectDatagram(subject, utf8("answer"));
  },
};
