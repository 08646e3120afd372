import { answerTo } from "../../answer-to.ts";
import type { Case } from "../../case.ts";
import { utf8 } from "../../expect.ts";
import { expectNoMore } from "../../expect-datagram.ts";

export const oneAnswer: Case = {
  id: "chargen-udp/one-answer",
  title: "Nothing follows the answer: a stream is for TCP",
  verifies: ["CHARGEN-UDP-3"],
  subject: "service",
  convicts: "A server for chargen over UDP that goes on sending.",
  needs: { datagrams: true, service: "chargen" },
  dependsOn: ["chargen-udp/answers"],
  async play(stage) {
    const client = await stage.client.bind();
    const { asked } = await answerTo(stage, client, utf8("once\n"));
    await expectNoMore(stage, client, asked);
  },
};
