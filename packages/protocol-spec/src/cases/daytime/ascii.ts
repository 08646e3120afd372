import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const ascii: Case = {
  id: "daytime/ascii",
  title: "Every byte of the string is ASCII",
  verifies: ["DAYTIME-3"],
  subject: "service",
  convicts: "A server for daytime that tells the time in a language whose letters are not ASCII's.",
  needs: { service: "daytime" },
  dependsOn: ["daytime/ends"],
  async play(stage) {
    const client = await stage.connect();
    const { bytes = new Uint8Array(0) } = await expectSuccess(client.readToEnd({ bytes: true }), "a string");
    await leave(client);
    const at = bytes.findIndex((byte) => byte > 0x7f);
    if (at >= 0) throw new Mismatch("bytes below 80", `${bytes[at]?.toString(16)} at ${at}`);
  },
};
