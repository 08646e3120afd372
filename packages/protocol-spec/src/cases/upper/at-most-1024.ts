import type { Case } from "../../case.ts";
import { expectAtMost, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";
import { isActorError } from "../../stage.ts";

export const atMost1024: Case = {
  id: "upper/at-most-1024",
  title: "At most 1,024 bytes are answered",
  verifies: ["UPPER-5"],
  subject: "service",
  convicts: "A server that answers the whole of a long message.",
  needs: { service: "upper" },
  dependsOn: ["upper/ends"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("a".repeat(4000)));
    // The rest that nobody read may reset the connection behind the answer; that is another requirement.
    const count = await client.readToEnd().then(
      (received) => received.count,
      (error) => (isActorError(error, "ECONNRESET") ? (error.received?.count ?? 0) : Promise.reject(error)),
    );
    expectAtMost(count, 1024, "bytes answered to 4,000");
    await leave(client);
  },
};
