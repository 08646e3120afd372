import type { Case } from "../../case.ts";
import { expectEqual, utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

export const sender: Case = {
  id: "datagram/sender",
  title: "Each datagram tells the address and the port that it came from",
  verifies: ["DGRAM-7"],
  subject: "client",
  convicts: "A socket that tells of every datagram where the first one came from.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const subject = await stage.client.bind();
    const [one, two] = [await stage.server.bind(), await stage.server.bind()];
    for (const other of [one, two, one]) {
      await other.send(utf8(other.local), subject.local);
      const { from } = await expectDatagram(subject, utf8(other.local));
      expectEqual(from, other.local, "it came from");
    }
    await subject.send(utf8("hello"), one.local);
    expectEqual((await expectDatagram(one, utf8("hello"))).from, subject.local, "what it sent came from");
  },
};
