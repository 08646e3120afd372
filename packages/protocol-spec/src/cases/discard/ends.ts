import type { Case } from "../../case.ts";
import { expectEnd, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const ends: Case = {
  id: "discard/ends",
  title: "After the client's FIN the service ends, without a last word",
  verifies: ["DISCARD-4"],
  subject: "service",
  convicts: "A server that, at the client's FIN, says something or leaves the connection open.",
  needs: { service: "discard" },
  dependsOn: ["discard/stays-open"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    await client.closeWrite();
    await expectEnd(client);
    await leave(client);
  },
};
