import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const hello: Case = {
  id: "upper/hello",
  title: 'The answer to "Hello" is a prefix of "HELLO"',
  verifies: ["UPPER-1"],
  subject: "service",
  convicts: "A server that answers what it was sent, not in upper case.",
  needs: { service: "upper" },
  async play(stage) {
    const client = await expectSuccess(stage.connect(), "the service accepts a connection");
    await client.write(utf8("Hello"));
    const received = await expectSuccess(client.readSome({ expect: utf8("HELLO") }), "a prefix of HELLO");
    if (received.count === 0) throw new Mismatch("a non-empty prefix of HELLO", "the end");
    const { divergence } = received;
    if (divergence !== null) throw new Mismatch("a prefix of HELLO", `${divergence.actual} at ${divergence.offset}`);
    await leave(client);
  },
};
