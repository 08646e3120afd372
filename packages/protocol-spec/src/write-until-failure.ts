import type { SocketErrorCode } from "@anysock/core";
import { Mismatch } from "./case.ts";
import { expectFailure } from "./expect.ts";
import type { Peer, Stage } from "./stage.ts";

/**
 * Writes a little again and again until writing fails with one of the codes. The first writes after a peer has gone may
 * well be taken: the system learns of it only from the answer to them.
 */
export async function writeUntilFailure(
  stage: Stage,
  peer: Peer,
  codes: readonly [SocketErrorCode, ...SocketErrorCode[]],
): Promise<void> {
  const line = stage.pattern(100, 77);
  const began = performance.now();
  for (let writes = 1; performance.now() - began < stage.patience; writes++) {
    const written = await Promise.allSettled([peer.write(line)]);
    if (written[0].status === "rejected") {
      await expectFailure(Promise.reject(written[0].reason), codes, `write ${writes} to a peer that has gone`);
      return;
    }
    await stage.pause(stage.roundTrip + 1);
  }
  throw new Mismatch(`writing fails with ${codes.join(" or ")}`, `every write was taken for ${stage.patience} ms`);
}
