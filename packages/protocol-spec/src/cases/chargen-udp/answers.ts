import { answerTo } from "../../answer-to.ts";
import type { Case } from "../../case.ts";
import { expectAtMost } from "../../expect.ts";

export const answers: Case = {
  id: "chargen-udp/answers",
  title: "Every datagram, an empty one too, is answered by at most 512 characters",
  verifies: ["CHARGEN-UDP-1"],
  subject: "service",
  convicts: "A server for chargen over UDP that answers with what fits a datagram better, such as 1,024 characters.",
  needs: { datagrams: true, service: "chargen" },
  async play(stage) {
    const client = await stage.client.bind();
    for (const size of [0, 1, 1_000, 1_472]) {
      const { length } = (await answerTo(stage, client, stage.pattern(size, size))).answer;
      expectAtMost(length, 512, `characters in answer to ${size} bytes`);
    }
  },
};
