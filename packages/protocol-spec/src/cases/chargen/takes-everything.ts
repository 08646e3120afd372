import { type Case, Mismatch } from "../../case.ts";
import { expectAnyBytes, expectSuccess } from "../../expect.ts";

/** More than the systems take for a server that does not read. */
const SENT = 8 * 1024 * 1024;
const PART = 256 * 1024;

export const takesEverything: Case = {
  id: "chargen/takes-everything",
  title: "8 MiB are taken from a client that reads meanwhile",
  verifies: ["CHARGEN-3"],
  subject: "service",
  convicts: "A server for chargen that never reads.",
  needs: { service: "chargen" },
  dependsOn: ["chargen/goes-on"],
  async play(stage) {
    const client = await stage.connect();
    let isTaken = false;
    const sending = client.write(stage.pattern(SENT)).then(() => {
      isTaken = true;
    });
    const failing = sending.catch(() => {});
    // What comes renews the patience of every write on this connection, and comes for ever: so what is taken has its own.
    for (let [taken, since] = [0, performance.now()]; !isTaken; ) {
      await expectAnyBytes(client, PART);
      const { written } = await client.progress();
      if (written > taken) [taken, since] = [written, performance.now()];
      if (performance.now() - since <= stage.patience) continue;
      await client.abort();
      await failing;
      throw new Mismatch(`${SENT} bytes are taken`, `${taken}, and nothing more for ${stage.patience} ms`);
    }
    await expectSuccess(sending, `${SENT} bytes are taken`);
    await client.abort();
  },
};
