import type { Case } from "../../case.ts";
import { utf8 } from "../../expect.ts";
import { expectAnswer } from "../../expect-datagram.ts";

export const empty: Case = {
  id: "echo-udp/empty",
  title: "An empty datagram is answered by an empty one",
  verifies: ["ECHO-UDP-3"],
  subject: "service",
  convicts: "A server that takes an empty datagram for the end, or for none.",
  needs: { datagrams: true, service: "echo" },
  dependsOn: ["echo-udp/answers"],
  async play(stage) {
    const client = await stage.client.bind();
    const nothing = new Uint8Array(0);
    await expectAnswer(stage, client, nothing, nothing);
    await expectAnswer(stage, client, utf8("after"), utf8("after"));
  },
};
