import { type Case, Mismatch } from "../../case.ts";
import { expectNothing, expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const lateRequest: Case = {
  id: "upper/late-request",
  title: "A client that pauses before its request is answered",
  verifies: ["UPPER-9"],
  subject: "service",
  convicts: "A server for upper that takes the silence before a request for an empty one.",
  needs: { service: "upper" },
  dependsOn: ["upper/hello"],
  async play(stage) {
    const client = await stage.connect();
    await expectNothing(client, stage.window * 2);
    await client.write(utf8("late"));
    const received = await expectSuccess(client.readSome({ expect: utf8("LATE") }), "a prefix of LATE");
    if (received.count === 0) throw new Mismatch("a non-empty prefix of LATE", "the end");
    await leave(client);
  },
};
