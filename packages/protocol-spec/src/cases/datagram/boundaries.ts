import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { fillPattern } from "../../pattern.ts";

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
      // By their sizes: their order is for datagram/order to judge.
      const missing = new Map(sizes.map((size, stream) => [size, stage.pattern(size, stream)]));
      while (missing.size > 0) {
        const { count, bytes } = await expectSuccess(
          receiver.receive({ bytes: true }),
          "a datagram for each that was sent",
        );
        const pattern = missing.get(count);
        missing.delete(count);
        if (pattern === undefined)
          throw new Mismatch(`datagrams of ${sizes.join(", ")} bytes, each once`, `${count} bytes`);
        const at = firstDifference(bytes, fillPattern(new Uint8Array(count), pattern.seed, pattern.offset));
        if (at !== null) throw new Mismatch(`the ${count} bytes that were sent`, `another byte at ${at}`);
      }
    }
  },
};

function firstDifference(actual: Uint8Array = new Uint8Array(0), expected: Uint8Array): number | null {
  const at = expected.findIndex((byte, index) => byte !== actual[index]);
  return at === -1 ? null : at;
}
