import { answerTo } from "../../answer-to.ts";
import { type Case, Mismatch } from "../../case.ts";
import { expectRightTime } from "../../right-time.ts";

export const seconds: Case = {
  id: "time-udp/seconds",
  title: "An empty datagram is answered by four bytes, the seconds since 1900",
  verifies: ["TIME-UDP-1"],
  subject: "service",
  convicts: "A server for time over UDP that answers with 64 bits.",
  needs: { datagrams: true, service: "time" },
  async play(stage) {
    const client = await stage.client.bind();
    const { answer } = await answerTo(stage, client, new Uint8Array(0));
    if (answer.length !== 4) throw new Mismatch("4 bytes", `${answer.length} bytes`);
    expectRightTime(answer);
  },
};
