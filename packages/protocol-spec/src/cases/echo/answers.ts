import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

/** Forgiving on purpose: whatever else is wrong with a service, the cases that depend on this one have something to say. */
export const answers: Case = {
  id: "echo/answers",
  title: "A client that sends a line and ends is answered",
  verifies: ["ECHO-TCP-1"],
  subject: "service",
  convicts: "A server that accepts connections and never answers.",
  needs: { service: "echo" },
  dependsOn: ["connect/accepted"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    await client.closeWrite();
    const received = await expectSuccess(client.readSome(), "an answer to 6 bytes and a FIN");
    if (received.count === 0) throw new Mismatch("an answer to 6 bytes and a FIN", "the end of the stream");
    await leave(client);
  },
};
