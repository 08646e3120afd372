import type { Case } from "../../case.ts";
import { everyByte } from "../../every-byte.ts";
import { utf8 } from "../../expect.ts";
import { expectAnswer } from "../../expect-datagram.ts";

export const answers: Case = {
  id: "upper-udp/answers",
  title: "A datagram is answered by one with its ASCII letters in upper case",
  verifies: ["UPPER-UDP-1"],
  subject: "service",
  convicts: "A server that changes other bytes, or not all letters.",
  needs: { datagrams: true, service: "upper" },
  async play(stage) {
    const client = await stage.client.bind();
    await expectAnswer(stage, client, utf8("hello, world\n"), utf8("HELLO, WORLD\n"));
    const capital = everyByte().map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
    await expectAnswer(stage, client, everyByte(), capital);
  },
};
