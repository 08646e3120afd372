import type { Case } from "../../case.ts";
import { expectOpen, expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const staysOpen: Case = {
  id: "discard/stays-open",
  title: "The connection goes on after data was thrown away",
  verifies: ["DISCARD-3"],
  subject: "service",
  convicts: "A server that ends the connection after the first data.",
  needs: { service: "discard" },
  async play(stage) {
    const client = await expectSuccess(stage.connect(), "the service accepts a connection");
    await client.write(utf8("Hello\n"));
    await expectOpen(client, stage.window);
    await client.write(utf8("Hello again\n"));
    await expectOpen(client, stage.window);
    await leave(client);
  },
};
