import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const farewellWords: Case = {
  id: "echo/farewell-words",
  title: '"quit", "exit", "bye" and "shutdown" come back and end nothing',
  verifies: ["ECHO-TCP-5"],
  subject: "service",
  convicts: 'A server that ends the connection, or itself, when it reads "quit".',
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    for (const word of ["quit\n", "exit\r\n", "bye\n", "shutdown\n", ".\r\n", "QUIT\r\n", "after all\n"]) {
      await client.write(utf8(word));
      await expectBytes(client, utf8(word));
    }
    await leave(client);
  },
};
