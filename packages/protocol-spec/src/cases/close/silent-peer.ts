import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, expectEqual, expectSuccess, utf8 } from "../../expect.ts";

export const silentPeer: readonly Case[] = bothEnds({
  id: "close/silent-peer",
  title: "close settles, and says false, when the peer's FIN does not come",
  verifies: ["CLOSE-5"],
  convicts: "waits for the peer's FIN for ever, or says that all was delivered without it",
  async play({ subject, other }) {
    await subject.write(utf8("anybody there?"));
    const delivered = await expectSuccess(subject.close(), "close settles without the peer's FIN");
    expectEqual(delivered, false, "close without the peer's FIN says");
    await expectBytes(other, utf8("anybody there?"));
  },
});
