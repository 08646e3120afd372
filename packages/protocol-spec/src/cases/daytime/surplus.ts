import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const surplus: Case = {
  id: "daytime/surplus",
  title: "A client that sends something reads the string and then the end",
  verifies: ["DAYTIME-7"],
  subject: "service",
  convicts: "A server for daytime that closes with the client's words unread, so that a reset follows its string.",
  needs: { service: "daytime" },
  dependsOn: ["daytime/ends"],
  async play(stage) {
    const client = await stage.connect();
    const sending = client.write(utf8("What time is it?\n".repeat(16_384)));
    sending.catch(() => {});
    const { count } = await expectSuccess(client.readToEnd(), "a string and then the end");
    if (count === 0) throw new Mismatch("a string and then the end", "the end");
    await Promise.allSettled([sending]);
    await leave(client);
  },
};
