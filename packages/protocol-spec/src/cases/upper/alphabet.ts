import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";
import type { Peer } from "../../stage.ts";

const answers: ReadonlyMap<string, string> = new Map([
  ["a", "A"],
  ["m", "M"],
  ["z", "Z"],
]);

export const alphabet: Case = {
  id: "upper/alphabet",
  title: "Of the ASCII characters exactly a to z change",
  verifies: ["UPPER-1"],
  subject: "service",
  convicts: "A server whose range of letters is off by one: it leaves z, or turns { into [.",
  needs: { service: "upper" },
  dependsOn: ["upper/hello"],
  async play(stage) {
    const clients: Peer[] = [];
    // One byte at a time, because any non-empty prefix is a legal answer and only its first byte is certain.
    for (const asked of "am`z{@AZ[09") {
      const client = await stage.connect();
      clients.push(client);
      await client.write(utf8(asked));
      await expectBytes(client, utf8(answers.get(asked) ?? asked));
    }
    await leave(...clients);
  },
};
