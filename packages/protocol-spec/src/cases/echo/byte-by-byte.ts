import type { Case } from "../../case.ts";
import { expectBytes, meanwhile } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const byteByByte: Case = {
  id: "echo/byte-by-byte",
  title: "512 bytes that are sent one at a time come back in order",
  verifies: ["ECHO-TCP-1"],
  subject: "service",
  convicts: "A server that handles reads side by side, so that a later byte can overtake an earlier one.",
  needs: { service: "echo" },
  dependsOn: ["echo/every-byte-value"],
  async play(stage) {
    const client = await stage.connect();
    const bytes = stage.pattern(512);
    await meanwhile(client.write(bytes, { chunk: 1 }), expectBytes(client, bytes));
    await leave(client);
  },
};
