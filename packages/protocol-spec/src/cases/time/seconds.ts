import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

/** From 1900, where RFC 868 begins, to 1970. */
const FROM_1900 = 2_208_988_800;
/** How far the server's clock may be from the suite's. A zone's time is at least 15 minutes from GMT. */
const TOLERANCE = 600;

export const seconds: Case = {
  id: "time/seconds",
  title: "The four bytes are the seconds since 1900, to within ten minutes of the suite's own clock",
  verifies: ["TIME-2"],
  subject: "service",
  convicts: "A server for time that counts from another year, in another zone, or in another byte order.",
  needs: { service: "time" },
  dependsOn: ["time/four-bytes"],
  async play(stage) {
    const client = await stage.connect();
    const { count, bytes } = await expectSuccess(client.read(4, { bytes: true }), "4 bytes, or the end");
    await leave(client);
    // Who cannot determine the time sends nothing: time/four-bytes tells so.
    if (bytes === undefined || count === 0) return { alternative: "the server cannot determine the time" };
    const told = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    const now = Math.floor(Date.now() / 1000) + FROM_1900;
    // In 32 bits: behind 2036 is 0.
    if (Math.abs((told - now) | 0) <= TOLERANCE) return undefined;
    throw new Mismatch(`${now % 2 ** 32}, or up to ${TOLERANCE} s away from it`, String(told));
  },
};
