import type { Case } from "../../case.ts";
import { expectAnyBytes, expectSuccess } from "../../expect.ts";

/** More than is under way when the FIN comes. */
const MORE = 8 * 1024 * 1024;

export const carefulClose: Case = {
  id: "chargen/careful-close",
  title: "A client that closes carefully reads the end, or on, but is not left waiting",
  verifies: ["CHARGEN-9"],
  subject: "service",
  convicts: "A server for chargen that stops at the client's FIN and leaves the connection open.",
  needs: { service: "chargen" },
  dependsOn: ["chargen/goes-on"],
  async play(stage) {
    const careful = await stage.connect();
    await expectAnyBytes(careful, 100);
    await careful.closeWrite();
    await expectSuccess(careful.read(MORE), `${MORE} bytes, or the end`);
    await careful.abort();
  },
};
