import type { Case } from "../../case.ts";
import { expectRest, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const roundSizes: Case = {
  id: "half-close/round-sizes",
  title: "Sizes that fill a buffer exactly come back before the end",
  verifies: ["HALFCLOSE-1"],
  subject: "service",
  convicts: "A server that loses, or waits for ever after, a total that is a multiple of 4,096 bytes.",
  needs: { service: "echo" },
  dependsOn: ["half-close/one-byte", "echo/every-byte-value"],
  async play(stage) {
    for (const size of [1024, 4096, 8192, 65_536]) {
      const client = await stage.connect();
      const data = stage.pattern(size, size);
      await meanwhile(
        client.write(data).then(() => client.closeWrite()),
        expectRest(client, data),
      );
      await leave(client);
    }
  },
};
