import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const oneByte: Case = {
  id: "half-close/one-byte",
  title: "One byte with the FIN right behind it comes back",
  verifies: ["HALFCLOSE-1"],
  subject: "service",
  convicts: "A server that, at the FIN, drops the chunk that came with it.",
  needs: { service: "echo" },
  dependsOn: ["connect/accepted"],
  async play(stage) {
    const client = await stage.connect();
    await Promise.all([client.write(new Uint8Array([0x61])), client.closeWrite()]);
    await expectBytes(client, new Uint8Array([0x61]));
    await leave(client);
  },
};
