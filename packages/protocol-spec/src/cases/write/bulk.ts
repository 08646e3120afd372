import { bothEnds } from "../../both-ends.ts";
import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";

export const bulk: readonly Case[] = bothEnds({
  id: "write/bulk",
  title: "8 MiB to a peer that begins to read late arrive whole",
  verifies: ["WRITE-3"],
  convicts: "takes a part of a large write for the whole of it",
  async play({ stage, subject, other }) {
    const data = stage.bulk(8 * 1024 * 1024);
    // One call, larger than any buffer of the system.
    const sending = subject.write(data, { chunk: data.length });
    sending.catch(() => {});
    await stage.pause(stage.window);
    await meanwhile(sending, expectBytes(other, data));
  },
});
