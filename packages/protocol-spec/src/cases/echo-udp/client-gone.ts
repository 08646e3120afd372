import { bindApart } from "../../apart.ts";
import type { Case } from "../../case.ts";
import { utf8 } from "../../expect.ts";
import { expectAnswer } from "../../expect-datagram.ts";

const COUNT = 20;

export const clientGone: Case = {
  id: "echo-udp/client-gone",
  title: "A client that does not wait for its answer disturbs nobody",
  verifies: ["ECHO-UDP-6"],
  subject: "service",
  convicts: "A server that fails, or loses what is another's, once ICMP has told that a client has gone.",
  needs: { datagrams: true, service: "echo" },
  dependsOn: ["echo-udp/answers"],
  async play(stage) {
    const client = await stage.client.bind();
    for (let round = 0; round < COUNT; round++) {
      const gone = await bindApart(stage.client, client.local);
      await gone.send(utf8("I am off"), stage.service.address);
      await gone.close();
      const data = utf8(`round ${round}`);
      await expectAnswer(stage, client, data, data);
    }
  },
};
