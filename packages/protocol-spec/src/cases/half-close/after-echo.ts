import type { Case } from "../../case.ts";
import { expectBytes, expectEnd, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const afterEcho: Case = {
  id: "half-close/after-echo",
  title: "A client that ends after it has read its echo reads the end",
  verifies: ["HALFCLOSE-2"],
  subject: "service",
  convicts: "A server that does not end a connection on which it has already answered.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    await expectBytes(client, utf8("Hello\n"));
    await client.closeWrite();
    await expectEnd(client);
    await leave(client);
  },
};
