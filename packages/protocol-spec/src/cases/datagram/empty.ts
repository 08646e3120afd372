import type { Case } from "../../case.ts";
import { utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

export const empty: Case = {
  id: "datagram/empty",
  title: "A datagram of no bytes is sent and received",
  verifies: ["DGRAM-2"],
  subject: "client",
  convicts: "A socket that does not send an empty datagram, or takes it for none.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    await subject.send(new Uint8Array(0), other.local);
    await expectDatagram(other, new Uint8Array(0));
    await other.send(new Uint8Array(0), subject.local);
    await other.send(utf8("after"), subject.local);
    await expectDatagram(subject, new Uint8Array(0));
    await expectDatagram(subject, utf8("after"));
  },
};
