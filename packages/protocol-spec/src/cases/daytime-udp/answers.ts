import { answerTo } from "../../answer-to.ts";
import { type Case, Mismatch } from "../../case.ts";
import { utf8 } from "../../expect.ts";

export const answers: Case = {
  id: "daytime-udp/answers",
  title: "Every datagram, an empty one too, is answered by a string of ASCII",
  verifies: ["DAYTIME-UDP-1"],
  subject: "service",
  convicts: "A server for daytime over UDP that takes an empty datagram for none.",
  needs: { datagrams: true, service: "daytime" },
  async play(stage) {
    const client = await stage.client.bind();
    for (const question of [utf8("What time is it?\n"), new Uint8Array(0), stage.pattern(1_472)]) {
      const { answer } = await answerTo(stage, client, question);
      if (answer.length === 0) throw new Mismatch("a string", "an empty datagram");
      const at = answer.findIndex((byte) => byte > 0x7f);
      if (at >= 0) throw new Mismatch("bytes below 80", `${answer[at]?.toString(16)} at ${at}`);
    }
  },
};
