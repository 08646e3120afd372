import { type Case, Mismatch } from "../../case.ts";
import { utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { isActorError } from "../../stage.ts";

export const silent: Case = {
  id: "discard/silent",
  title: "Data is answered by nothing",
  verifies: ["DISCARD-1"],
  subject: "service",
  convicts: "A server that answers data that it should throw away.",
  needs: { service: "discard" },
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    const received = await client.readSome({ timeout: stage.window, bytes: true }).catch((error) => {
      if (isActorError(error, "ETIMEDOUT")) return null;
      throw error;
    });
    if (received !== null && received.count > 0) throw new Mismatch("no response", `${received.count} bytes`);
    await leave(client);
  },
};
