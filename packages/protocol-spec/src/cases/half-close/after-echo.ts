import type { Case } from "../../case.ts";
import { expectBytes, expectEqual, expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { isActorError } from "../../stage.ts";

export const afterEcho: Case = {
  id: "half-close/after-echo",
  title: "A client that ends after it has read its echo reads the end",
  verifies: ["HALFCLOSE-2"],
  subject: "service",
  convicts: "A server that does not end a connection on which it has already answered.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    await expectBytes(client, utf8("Hello\n"));
    await client.closeWrite();
    // Whether the end is a FIN or a reset is another requirement's matter.
    const reading = client.readToEnd().catch((error) => {
      if (isActorError(error, "ECONNRESET")) return null;
      throw error;
    });
    const rest = await expectSuccess(reading, "the end");
    expectEqual(rest?.count ?? 0, 0, "bytes behind the echo:");
    await leave(client);
  },
};
