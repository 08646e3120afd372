import type { Case } from "../../case.ts";
import { expectEnd } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const nothingSent: Case = {
  id: "discard/nothing-sent",
  title: "A client that ends without a byte reads the end",
  verifies: ["DISCARD-4"],
  subject: "service",
  convicts: "A server for discard that does not end a connection on which nothing came.",
  needs: { service: "discard" },
  async play(stage) {
    const client = await stage.connect();
    await client.closeWrite();
    await expectEnd(client);
    await leave(client);
  },
};
