import type { Case } from "../../case.ts";
import { expectAnswer } from "../../expect-datagram.ts";

const COUNT = 50;

export const manyClients: Case = {
  id: "echo-udp/many-clients",
  title: "Clients that ask at the same time each get their own",
  verifies: ["ECHO-UDP-7"],
  subject: "service",
  convicts: "A server that answers whoever asked last.",
  needs: { datagrams: true, service: "echo" },
  dependsOn: ["echo-udp/addresses"],
  async play(stage) {
    const clients = await Promise.all(Array.from({ length: COUNT }, () => stage.client.bind()));
    const asking = clients.map((client, stream) => {
      const data = stage.pattern(100, stream);
      return expectAnswer(stage, client, data, data);
    });
    await Promise.all(asking);
  },
};
