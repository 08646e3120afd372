import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const interleaved: Case = {
  id: "isolation/interleaved",
  title: "Two clients that speak in turn each get their own echo",
  verifies: ["ISOLATION-3"],
  subject: "service",
  convicts: "A server that answers the client that connected last.",
  needs: { service: "echo" },
  dependsOn: ["isolation/silent-client", "echo/every-byte-value"],
  async play(stage) {
    const clients = [await stage.connect(), await stage.connect(), await stage.connect()];
    for (let round = 0; round < 3; round++) {
      for (const [index, client] of clients.entries()) {
        const request = stage.pattern(32, index + 10 * round);
        await client.write(request);
        await expectBytes(client, request);
      }
    }
    await leave(...clients);
  },
};
