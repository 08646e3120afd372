import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const everyByteValue: Case = {
  id: "echo/every-byte-value",
  title: "Every byte value from 0x00 to 0xFF comes back",
  verifies: ["ECHO-TCP-3"],
  subject: "service",
  convicts: "A server that changes or drops a single byte value, such as 0x1A or 0x7F.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    const values = Uint8Array.from({ length: 256 }, (_, value) => value);
    await client.write(values);
    await expectBytes(client, values);
    await leave(client);
  },
};
