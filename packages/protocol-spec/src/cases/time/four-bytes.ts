import { type Case, Mismatch, type Outcome } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { isActorError, type Peer } from "../../stage.ts";

export const fourBytes: Case = {
  id: "time/four-bytes",
  title: "Four bytes come, and no more, though the client says nothing",
  verifies: ["TIME-1"],
  subject: "service",
  convicts: "A server for time that sends 64 bits.",
  needs: { service: "time" },
  async play(stage): Promise<Outcome | undefined> {
    const client = await stage.connect();
    const { count } = await expectSuccess(client.read(4), "4 bytes, or the end");
    if (count > 0 && count < 4) throw new Mismatch("4 bytes, or the end", `${count} bytes, then the end`);
    const more = count === 0 ? 0 : await following(client, stage.window);
    await leave(client);
    if (more > 0) throw new Mismatch("4 bytes and nothing besides", `${more} bytes more`);
    return count === 0 ? { alternative: "the server cannot determine the time" } : undefined;
  },
};

/** How many bytes come behind the answer, be it ended or not. */
async function following(client: Peer, window: number): Promise<number> {
  try {
    return (await client.readSome({ timeout: window })).count;
  } catch (error) {
    // How it ends, if it does, is the matter of other cases.
    if (isActorError(error)) return 0;
    throw error;
  }
}
