import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";
import type { Peer } from "../../stage.ts";

export const otherLetters: Case = {
  id: "upper/other-letters",
  title: "Letters beyond ASCII are answered as they are",
  verifies: ["UPPER-4"],
  subject: "service",
  convicts: "A server that upper-cases text instead of bytes: ß becomes SS, é becomes É.",
  needs: { service: "upper" },
  dependsOn: ["upper/ends"],
  async play(stage) {
    const clients: Peer[] = [];
    for (const letter of ["ß", "é", "ÿ", "µ", "я"]) {
      const client = await stage.connect();
      clients.push(client);
      const request = utf8(letter);
      await client.write(request);
      const received = await expectSuccess(client.readToEnd({ expect: request }), `${letter} as it is`);
      const { divergence } = received;
      if (divergence !== null) throw new Mismatch(`${letter} as it is`, `${divergence.actual} at ${divergence.offset}`);
      if (received.count === 0) throw new Mismatch("a non-empty answer", "the end");
    }
    await leave(...clients);
  },
};
