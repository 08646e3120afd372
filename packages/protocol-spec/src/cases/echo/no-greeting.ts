import type { Case } from "../../case.ts";
import { expectNothing } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const noGreeting: Case = {
  id: "echo/no-greeting",
  title: "A client that says nothing is told nothing",
  verifies: ["ECHO-TCP-2"],
  subject: "service",
  convicts: "A server that greets its clients.",
  needs: { service: "echo" },
  dependsOn: ["echo/answers"],
  async play(stage) {
    const client = await stage.connect();
    await expectNothing(client, stage.window);
    await leave(client);
  },
};
