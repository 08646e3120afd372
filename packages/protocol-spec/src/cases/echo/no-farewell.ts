import { type Case, Mismatch } from "../../case.ts";
import { expectBytes, expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { isActorError } from "../../stage.ts";

export const noFarewell: Case = {
  id: "echo/no-farewell",
  title: "Nothing but the FIN follows the echo when the client ends after it",
  verifies: ["ECHO-TCP-2"],
  subject: "service",
  convicts: "A server that says a last word when its client has ended.",
  needs: { service: "echo" },
  dependsOn: ["echo/answers"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    await client.closeWrite();
    await expectBytes(client, utf8("Hello\n"));
    const nothing = client.readSome({ bytes: true }).catch((error: unknown) => {
      // A FIN that does not come is for half-close/after-echo to judge.
      if (isActorError(error, "ETIMEDOUT")) return { count: 0 };
      throw error;
    });
    const rest = await expectSuccess(nothing, "the end, or nothing");
    if (rest.count > 0) throw new Mismatch("no byte after the echo", `${rest.count} bytes`);
    await leave(client);
  },
};
