import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const oneLine: Case = {
  id: "daytime/one-line",
  title: "The string is one line, whether or not something ends it",
  verifies: ["DAYTIME-6"],
  subject: "service",
  convicts: "A server for daytime that gives the date and the time a line each.",
  needs: { service: "daytime" },
  dependsOn: ["daytime/ends"],
  async play(stage) {
    const client = await stage.connect();
    const { bytes } = await expectSuccess(client.readToEnd({ bytes: true }), "a string");
    await leave(client);
    const lines = new TextDecoder()
      .decode(bytes)
      .replace(/\r?\n$/, "")
      .split(/\r\n|\r|\n/);
    if (lines.length > 1) throw new Mismatch("1 line", `${lines.length} lines: ${JSON.stringify(lines.slice(0, 3))}`);
  },
};
