import type { Case } from "../../case.ts";
import { expectFailure, utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

export const secondReceiver: Case = {
  id: "datagram/second-receiver",
  title: "A second receive at the same time is EBUSY, and the first goes on",
  verifies: ["DGRAM-15"],
  subject: "client",
  convicts: "A socket that gives a datagram to either of two receivers.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    const first = expectDatagram(subject, utf8("for the first"));
    // What the second comes to is told first.
    first.catch(() => {});
    await expectFailure(subject.receive(), ["EBUSY"], "a second receive");
    await other.send(utf8("for the first"), subject.local);
    await first;
  },
};
