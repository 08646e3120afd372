import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";

export const nextClient: Case = {
  id: "isolation/next-client",
  title: "A service serves the client that comes after the first has left",
  verifies: ["ISOLATION-1"],
  subject: "service",
  convicts: "A server that ends after it has served a few clients.",
  needs: { service: "echo" },
  dependsOn: ["echo/every-byte-value", "half-close/after-echo"],
  async play(stage) {
    for (let count = 0; count < 10; count++) {
      const client = await stage.connect();
      const request = stage.pattern(20, count);
      await client.write(request);
      await expectBytes(client, request);
      await client.close();
    }
  },
};
