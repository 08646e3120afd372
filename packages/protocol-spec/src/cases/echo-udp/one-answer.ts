import type { Case } from "../../case.ts";
import { utf8 } from "../../expect.ts";
import { expectAnswer, expectNoMore } from "../../expect-datagram.ts";

export const oneAnswer: Case = {
  id: "echo-udp/one-answer",
  title: "One datagram is answered once, and none by nothing",
  verifies: ["ECHO-UDP-2"],
  subject: "service",
  convicts: "A server that answers twice, or speaks first.",
  needs: { datagrams: true, service: "echo" },
  dependsOn: ["echo-udp/answers"],
  async play(stage) {
    const data = utf8("once");
    const client = await stage.client.bind();
    for (let round = 0; round < 3; round++) {
      const { asked } = await expectAnswer(stage, client, data, data);
      await expectNoMore(stage, client, asked);
    }
  },
};
