import type { Case } from "../../case.ts";
import { expectSuccess } from "../../expect.ts";

const MORE = 8 * 1024 * 1024;

export const atFin: Case = {
  id: "chargen/at-fin",
  title: "At the client's FIN the stream ends, or goes on",
  verifies: ["CHARGEN-6"],
  subject: "service",
  convicts: "Nobody: it tells whether 8 MiB more come, which is more than was under way when the FIN came.",
  needs: { service: "chargen" },
  dependsOn: ["chargen/goes-on"],
  async play(stage) {
    const client = await stage.connect();
    await client.closeWrite();
    const { end } = await expectSuccess(client.read(MORE), `${MORE} bytes, or the end`);
    stage.observe("ends at the client's FIN", end);
    await client.abort();
  },
};
