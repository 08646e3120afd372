import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { writeUntilFailure } from "../../write-until-failure.ts";

export const peerClosed: readonly Case[] = bothEnds({
  id: "write/peer-closed",
  title: "Writing to a peer that has closed fails before long",
  verifies: ["WRITE-4"],
  convicts: "takes writes for ever though its peer has closed",
  async play({ stage, subject, other }) {
    await other.drop();
    await writeUntilFailure(stage, subject, ["EPIPE", "ECONNRESET"]);
  },
});
