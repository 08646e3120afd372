import type { Case } from "../../case.ts";
import { expectAnyBytes } from "../../expect.ts";

const RING = 95;
const LINE = 72;
/** More than once around the ring. */
const LINES = 100;

export const pattern: Case = {
  id: "chargen/pattern",
  title: "The data may be the popular pattern, or anything",
  verifies: ["CHARGEN-7"],
  subject: "service",
  convicts: "Nobody: it tells whether 100 lines are those of the popular pattern.",
  needs: { service: "chargen" },
  dependsOn: ["chargen/goes-on"],
  async play(stage) {
    const client = await stage.connect();
    const { bytes } = await expectAnyBytes(client, LINES * (LINE + 2), { bytes: true });
    stage.observe("popular pattern", isPopular(bytes ?? new Uint8Array(0)));
    await client.abort();
  },
};

/** Wherever in the ring the first line begins: the RFC shows one that begins with a space. */
function isPopular(bytes: Uint8Array): boolean {
  const first = (bytes[0] ?? 0) - 0x20;
  return bytes.every((byte, at) => {
    const [line, column] = [Math.floor(at / (LINE + 2)), at % (LINE + 2)];
    if (column >= LINE) return byte === (column === LINE ? 0x0d : 0x0a);
    return byte === 0x20 + ((first + line + column) % RING);
  });
}
