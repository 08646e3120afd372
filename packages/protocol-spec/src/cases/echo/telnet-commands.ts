import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const telnetCommands: Case = {
  id: "echo/telnet-commands",
  title: "Telnet commands come back as plain bytes",
  verifies: ["ECHO-TCP-3"],
  subject: "service",
  convicts: "A server that speaks Telnet: it takes IAC IAC for one 0xFF, or answers IAC DO.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    // IAC IAC, IAC DO ECHO, IAC WILL SUPPRESS-GO-AHEAD, IAC AYT (RFC 854).
    const commands = new Uint8Array([0xff, 0xff, 0xff, 0xfd, 0x01, 0xff, 0xfb, 0x03, 0xff, 0xf6, 0x0a]);
    await client.write(commands);
    await expectBytes(client, commands);
    await leave(client);
  },
};
