import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const terminalKeys: Case = {
  id: "echo/terminal-keys",
  title: "Ctrl-C, Ctrl-D, Ctrl-Z and backspace, each alone, come back and end nothing",
  verifies: ["ECHO-TCP-5"],
  subject: "service",
  convicts: "A server behind a terminal's line discipline, for which a lone 0x04 is the end.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    for (const key of [0x03, 0x04, 0x1a, 0x08, 0x7f, 0x1c]) {
      const request = new Uint8Array([key]);
      await client.write(request);
      await expectBytes(client, request);
    }
    await leave(client);
  },
};
