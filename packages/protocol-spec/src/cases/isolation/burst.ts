import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const burst: Case = {
  id: "isolation/burst",
  title: "128 clients that connect at the same moment are all served",
  verifies: ["ISOLATION-5"],
  subject: "service",
  convicts: "A server with a short backlog that accepts slowly.",
  needs: { service: "echo" },
  dependsOn: ["isolation/silent-client", "echo/every-byte-value"],
  async play(stage) {
    const clients = await Promise.all(Array.from({ length: 128 }, () => stage.connect()));
    await Promise.all(
      clients.map(async (client, index) => {
        const request = stage.pattern(16, index);
        await client.write(request);
        await expectBytes(client, request);
      }),
    );
    await leave(...clients);
  },
};
