import type { Case } from "../../case.ts";
import { expectEnd } from "../../expect.ts";
import { expectService, leave } from "../../leave.ts";

export const nothingSent: Case = {
  id: "half-close/nothing-sent",
  title: "A client that ends without a byte reads the end, and the next one is served",
  verifies: ["HALFCLOSE-2"],
  subject: "service",
  convicts: "A server that ends only connections on which it has read something, or dies of one on which it has not.",
  needs: { service: "echo" },
  dependsOn: ["connect/accepted"],
  async play(stage) {
    const client = await stage.connect();
    await client.closeWrite();
    await expectEnd(client);
    await leave(client);
    await expectService(stage);
  },
};
