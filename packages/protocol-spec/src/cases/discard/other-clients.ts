import type { Case } from "../../case.ts";
import { expectEnd, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const otherClients: Case = {
  id: "discard/other-clients",
  title: "A client that stays does not hold up the next one, and a reset ends nothing",
  verifies: ["DISCARD-6"],
  subject: "service",
  convicts: "A server for discard that serves one client at a time, or dies at a reset.",
  needs: { service: "discard" },
  dependsOn: ["discard/ends"],
  async play(stage) {
    const staying = await stage.connect();
    await staying.write(utf8("Hello\n"));
    const rude = await stage.connect();
    await rude.write(utf8("Hello\n"));
    await rude.abort();
    const next = await stage.connect();
    await next.write(utf8("Hello\n"));
    await next.closeWrite();
    await expectEnd(next);
    await leave(next, staying);
  },
};
