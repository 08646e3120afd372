import type { Case } from "../../case.ts";
import { expectEqual, utf8 } from "../../expect.ts";
import { expectAnswer } from "../../expect-datagram.ts";

export const addresses: Case = {
  id: "echo-udp/addresses",
  title: "The answer comes from the address that was asked, and to the port that asked",
  verifies: ["ECHO-UDP-4"],
  subject: "service",
  convicts: "A server that answers from a socket of its own for each client, or to the first client for ever.",
  needs: { datagrams: true, service: "echo" },
  dependsOn: ["echo-udp/answers"],
  async play(stage) {
    const clients = [
      await stage.client.bind(undefined, { remote: stage.service.address }),
      await stage.client.bind(undefined, { remote: stage.service.address }),
      await stage.client.bind(),
    ];
    for (const [number, client] of [...clients, ...clients].entries()) {
      const data = utf8(`client ${number}`);
      const { from } = await expectAnswer(stage, client, data, data, { isConnected: number % 3 < 2 });
      expectEqual(from, stage.service.address, "the answer came from");
    }
  },
};
