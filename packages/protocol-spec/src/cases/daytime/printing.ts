import { type Case, Mismatch } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const printing: Case = {
  id: "daytime/printing",
  title: "The string has printing characters, spaces, carriage returns and line feeds alone",
  verifies: ["DAYTIME-5"],
  subject: "service",
  convicts: "A server for daytime whose string ends with a NUL.",
  needs: { service: "daytime" },
  dependsOn: ["daytime/ascii"],
  async play(stage) {
    const client = await stage.connect();
    const { bytes = new Uint8Array(0) } = await expectSuccess(client.readToEnd({ bytes: true }), "a string");
    await leave(client);
    const at = bytes.findIndex((byte) => (byte < 0x20 || byte > 0x7e) && byte !== 0x0d && byte !== 0x0a);
    if (at >= 0) throw new Mismatch("20 to 7e, 0d and 0a", `${bytes[at]?.toString(16).padStart(2, "0")} at ${at}`);
  },
};
