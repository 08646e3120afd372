import type { Case } from "../../case.ts";
import { expectBytes, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const splitCharacters: Case = {
  id: "echo/split-characters",
  title: "Characters whose bytes arrive one by one come back whole",
  verifies: ["ECHO-TCP-3"],
  subject: "service",
  convicts: "A server that decodes each chunk by itself, so that a character cut by a chunk's end is lost.",
  needs: { service: "echo" },
  dependsOn: ["echo/one-byte"],
  async play(stage) {
    const client = await stage.connect();
    const text = utf8("ß€😀");
    for (const [index] of text.entries()) {
      await client.write(text.subarray(index, index + 1));
      // Each byte gets the time to be read alone.
      await stage.pause(stage.roundTrip * 2 + 1);
    }
    await expectBytes(client, text);
    await leave(client);
  },
};
