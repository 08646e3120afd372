import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";

export const piecesBulk: readonly Case[] = bothEnds({
  id: "write/pieces-bulk",
  title: "An array of 6 MiB to a peer that begins to read late arrives whole",
  verifies: ["WRITE-9"],
  convicts: "loses the rest of an array of which the system took a part",
  // What is taken in part is the same on IPv6.
  needs: { transports: ["tcp4", "unix"] },
  async play({ stage, subject, other }) {
    const data = stage.bulk(6 * 1024 * 1024);
    // More than the systems hold in one call, in pieces that fit no buffer.
    const sending = subject.write(data, { chunk: data.length, pieces: [200_000, 1, 70_001] });
    sending.catch(() => {});
    await stage.pause(stage.window / 2);
    await meanwhile(sending, expectBytes(other, data));
  },
});
