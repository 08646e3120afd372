import { answerTo } from "../../answer-to.ts";
import { type Case, Mismatch } from "../../case.ts";

/** Of 513 lengths, 12 draws are all the same once in 10^29. */
const DRAWS = 12;

export const random: Case = {
  id: "chargen-udp/random",
  title: "Twelve answers are not all of one length",
  verifies: ["CHARGEN-UDP-2"],
  subject: "service",
  convicts: "A server for chargen over UDP that answers a line.",
  needs: { datagrams: true, service: "chargen" },
  dependsOn: ["chargen-udp/answers"],
  async play(stage) {
    const client = await stage.client.bind();
    const lengths = new Set<number>();
    for (let draw = 0; draw < DRAWS; draw++)
      lengths.add((await answerTo(stage, client, new Uint8Array(0))).answer.length);
    stage.observe("lengths", [...lengths].join(" "));
    if (lengths.size === 1) throw new Mismatch("a random number of characters", `${[...lengths][0]}, ${DRAWS} times`);
  },
};
