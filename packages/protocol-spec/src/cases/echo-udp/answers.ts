import type { Case } from "../../case.ts";
import { utf8 } from "../../expect.ts";
import { expectAnswer } from "../../expect-datagram.ts";

export const answers: Case = {
  id: "echo-udp/answers",
  title: "A datagram is answered by one with the same data",
  verifies: ["ECHO-UDP-1"],
  subject: "service",
  convicts: "A server that answers nothing, or something else.",
  needs: { datagrams: true, service: "echo" },
  async play(stage) {
    await expectAnswer(stage, await stage.client.bind(), utf8("Hello\n"), utf8("Hello\n"));
  },
};
