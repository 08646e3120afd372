import type { Case } from "../../case.ts";
import { expectBytes, expectEnd, utf8 } from "../../expect.ts";
import { leave } from "../../leave.ts";

export const withoutAWord: Case = {
  id: "upper/without-a-word",
  title: "A client that ends without a word is answered nothing, and the next one is served",
  verifies: ["UPPER-7"],
  subject: "service",
  convicts: "A server that answers, or never ends, a client that has sent nothing.",
  needs: { service: "upper" },
  dependsOn: ["upper/hello"],
  async play(stage) {
    const silent = await stage.connect();
    await silent.closeWrite();
    await expectEnd(silent);
    const next = await stage.connect();
    await next.write(utf8("n"));
    await expectBytes(next, utf8("N"));
    await leave(silent, next);
  },
};
