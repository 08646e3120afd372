import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const notUtf8: Case = {
  id: "echo/not-utf8",
  title: "Text that is not UTF-8 comes back",
  verifies: ["ECHO-TCP-3"],
  subject: "service",
  convicts: "A server that decodes the stream as UTF-8, however carefully, and encodes it again.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    // Overlong, a surrogate half, beyond U+10FFFF, a lone continuation, "größe" in Latin-1.
    const text = new Uint8Array([
      0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf5, 0x90, 0x80, 0x80, 0x80, 0x67, 0x72, 0xf6, 0xdf, 0x65, 0x0a,
    ]);
    await client.write(text);
    await expectBytes(client, text);
    await leave(client);
  },
};
