import type { Case } from "../../case.ts";
import { expectBytes, expectEnd, expectEqual, utf8 } from "../../expect.ts";

export const endIsFin: Case = {
  id: "half-close/end-is-fin",
  title: "The end that the service makes is a FIN that both sides call good order",
  verifies: ["HALFCLOSE-3"],
  subject: "service",
  convicts: "A server that resets the connection instead of sending its FIN, or a moment after it.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte", "half-close/after-echo"],
  async play(stage) {
    const client = await stage.connect();
    await client.write(utf8("Hello\n"));
    await expectBytes(client, utf8("Hello\n"));
    await client.closeWrite();
    await expectEnd(client);
    // The end stays the end: a reset behind the FIN would turn it into an error.
    await stage.pause(stage.window);
    await expectEnd(client);
    expectEqual(await client.closed(), null, "the connection is over with");
  },
};
