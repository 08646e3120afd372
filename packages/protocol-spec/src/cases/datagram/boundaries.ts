import type { Case } from "../../case.ts";
import { expectDatagram } from "../../expect-datagram.ts";

export const boundaries: Case = {
  id: "datagram/boundaries",
  title: "Datagrams of many sizes come one by one, each as long as it was sent, both ways",
  verifies: ["DGRAM-1"],
  subject: "client",
  convicts: "A socket that joins datagrams, splits one, or changes a byte.",
  needs: { datagrams: true },
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    const sizes = [1, 2, 511, 512, 513, 1_472, 1_473, 8_192];
    for (const [sender, receiver] of [
      [subject, other],
      [other, subject],
    ] as const) {
      for (const [stream, size] of sizes.entries()) await sender.send(stage.pattern(size, stream), receiver.local);
      for (const [stream, size] of sizes.entries()) await expectDatagram(receiver, stage.pattern(size, stream));
    }
  },
};
