import type { Case } from "../../case.ts";
import { expectFailure, utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

export const timedOut: Case = {
  id: "datagram/timed-out",
  title: "A receive that took too long has consumed nothing",
  verifies: ["DGRAM-12"],
  subject: "client",
  convicts: "A socket that gives the next datagram to a receive that has ended.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    await expectFailure(subject.receive({ timeout: 1 }), ["ETIMEDOUT"], "receiving where nothing comes");
    await other.send(utf8("kept"), subject.local);
    await expectDatagram(subject, utf8("kept"));
  },
};
