import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectRest, meanwhile } from "../../expect.ts";

export const bulk: readonly Case[] = bothEnds({
  id: "read/bulk",
  title: "A reader gets every byte of 8 MiB, once and in order",
  verifies: ["READ-1"],
  convicts: "loses bytes beyond the first megabyte that it reads",
  async play({ stage, subject, other }) {
    const data = stage.bulk(8 * 1024 * 1024);
    await meanwhile(
      other.write(data).then(() => other.closeWrite()),
      expectRest(subject, data),
    );
  },
});
