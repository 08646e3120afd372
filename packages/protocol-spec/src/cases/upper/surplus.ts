import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const surplus: Case = {
  id: "upper/surplus",
  title: "A client that sends more than is answered reads the answer and then the end",
  verifies: ["UPPER-10"],
  subject: "service",
  convicts: "A server that closes with a part of the request unread, so that a reset follows its answer.",
  needs: { service: "upper" },
  dependsOn: ["upper/ends"],
  async play(stage) {
    const client = await stage.connect();
    const sending = client.write(utf8("a".repeat(262_144)));
    sending.catch(() => {});
    const received = await expectSuccess(client.readToEnd(), "up to 1,024 bytes and then the end");
    if (received.count === 0) throw new Mismatch("a non-empty answer", "the end");
    await Promise.allSettled([sending]);
    await leave(client);
  },
};
