import type { Case } from "../../case.ts";
import { expectOpen, expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const accepted: Case = {
  id: "connect/accepted",
  title: "A service accepts a connection and keeps it open",
  verifies: ["CONNECT-1"],
  subject: "service",
  convicts: "A server that ends every connection as soon as it has accepted it.",
  needs: { service: "echo" },
  async play(stage) {
    const client = await expectSuccess(stage.connect(), "the service accepts a connection");
    await expectOpen(client, stage.window);
    await leave(client);
  },
};
