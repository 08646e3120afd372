import type { Case } from "../../case.ts";
import { everyByte } from "../../every-byte.ts";
import { expectAnswer } from "../../expect-datagram.ts";

export const everyByteValue: Case = {
  id: "echo-udp/every-byte-value",
  title: "Every byte value from 0x00 to 0xFF comes back",
  verifies: ["ECHO-UDP-1"],
  subject: "service",
  convicts: "A server that takes the data for text.",
  needs: { datagrams: true, service: "echo" },
  dependsOn: ["echo-udp/answers"],
  async play(stage) {
    await expectAnswer(stage, await stage.client.bind(), everyByte(), everyByte());
  },
};
