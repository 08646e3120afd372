import type { Case } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const ends: Case = {
  id: "daytime/ends",
  title: "The service ends the connection after the string, before the client does",
  verifies: ["DAYTIME-2"],
  subject: "service",
  convicts: "A server for daytime that tells the time and then waits for the client to end.",
  needs: { service: "daytime" },
  dependsOn: ["daytime/at-once"],
  async play(stage) {
    const client = await stage.connect();
    await expectSuccess(client.readToEnd({ bytes: true }), "a string and then the end");
    await leave(client);
  },
};
