import type { Case } from "../../case.ts";
import { statsOf, untilReleased } from "../../descriptors.ts";
import { utf8 } from "../../expect.ts";
import { expectAnswer } from "../../expect-datagram.ts";

const CLIENTS = 100;
const ROUNDS = 3;

export const descriptors: Case = {
  id: "echo-udp/descriptors",
  title: "Three hundred datagrams of a hundred clients leave no descriptor in the server",
  verifies: ["ECHO-UDP-8"],
  subject: "service",
  convicts: "A server that opens a socket for each client and keeps it.",
  needs: { datagrams: true, service: "echo", process: true, alone: true },
  dependsOn: ["echo-udp/many-clients"],
  async play(stage) {
    const data = utf8("hello");
    await expectAnswer(stage, await stage.client.bind(), data, data);
    const before = await statsOf(stage);
    for (let number = 0; number < CLIENTS; number++) {
      const client = await stage.client.bind();
      for (let round = 0; round < ROUNDS; round++) await expectAnswer(stage, client, data, data);
      await client.close();
    }
    await untilReleased(stage, () => statsOf(stage), before.descriptors);
  },
};
