import type { Case } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";
import { LONGEST } from "../../longest-datagram.ts";

export const largest: Case = {
  id: "datagram/largest",
  title: "The longest datagram that IP can carry passes, both ways",
  verifies: ["DGRAM-3"],
  subject: "client",
  convicts: "A socket whose memory for a datagram is shorter than the longest one.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    const longest = stage.pattern(LONGEST[stage.transport === "udp6" ? "udp6" : "udp4"]);
    await expectSuccess(subject.send(longest, other.local), `${longest.length} bytes are sent`);
    await expectDatagram(other, longest);
    await other.send(longest, subject.local);
    await expectDatagram(subject, longest);
  },
};
