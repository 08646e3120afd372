import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";
import type { Peer } from "../../stage.ts";

export const notUtf8: Case = {
  id: "upper/not-utf8",
  title: "A byte that is no valid UTF-8 is answered as it is, and the service lives on",
  verifies: ["UPPER-8"],
  subject: "service",
  convicts: "A server that decodes its request as UTF-8, for a log perhaps, and dies at 0xFF.",
  needs: { service: "upper" },
  dependsOn: ["upper/hello"],
  async play(stage) {
    const clients: Peer[] = [];
    for (const byte of [0xff, 0xfe, 0x80, 0xc3, 0xe9]) {
      const client = await stage.connect();
      clients.push(client);
      await client.write(new Uint8Array([byte]));
      await expectBytes(client, new Uint8Array([byte]));
    }
    await leave(...clients);
  },
};
