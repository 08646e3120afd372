import { answerTo } from "../../answer-to.ts";
import { type Case, Mismatch } from "../../case.ts";

export const oneLine: Case = {
  id: "daytime-udp/one-line",
  title: "The answer is one line of printing characters",
  verifies: ["DAYTIME-UDP-2"],
  subject: "service",
  convicts: "A server for daytime over UDP that sends the NUL behind its string along.",
  needs: { datagrams: true, service: "daytime" },
  dependsOn: ["daytime-udp/answers"],
  async play(stage) {
    const client = await stage.client.bind();
    const answer = new TextDecoder().decode((await answerTo(stage, client, new Uint8Array(0))).answer);
    if (!/^[\x20-\x7e]+(\r?\n)?$/.test(answer)) throw new Mismatch("one line", JSON.stringify(answer));
  },
};
