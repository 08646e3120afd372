import type { Case } from "../../case.ts";
import { expectBytes, expectRest, utf8 } from "../../expect.ts";

export const closesFirst: Case = {
  id: "accept/closes-first",
  title: "The end that accepted may answer and close first",
  verifies: ["CLOSE-9"],
  subject: "server",
  convicts: "A server end whose close, made right behind its answer, cuts the answer off.",
  needs: {},
  async play(stage) {
    const [client, server] = await stage.pair();
    const answer = stage.pattern(100_000);
    await client.write(utf8("request"));
    await expectBytes(server, utf8("request"));
    await server.write(answer);
    await server.drop();
    await expectRest(client, answer);
  },
};
