import type { Case } from "../../case.ts";
import { expectAnswer } from "../../expect-datagram.ts";

/** What an Ethernet frame carries over IPv4: 1,500 bytes without the headers of IP and UDP. */
const FRAME = 1_472;

export const sizes: Case = {
  id: "echo-udp/sizes",
  title: "Datagrams of 1 byte to what an Ethernet frame carries come back whole",
  verifies: ["ECHO-UDP-1"],
  subject: "service",
  convicts: "A server whose memory for a datagram is shorter than a frame.",
  needs: { datagrams: true, service: "echo" },
  dependsOn: ["echo-udp/answers"],
  async play(stage) {
    const client = await stage.client.bind();
    for (const size of [1, 2, 255, 256, 511, 512, 513, 1_023, 1_024, 1_025, 1_400, FRAME]) {
      const data = stage.pattern(size, size);
      await expectAnswer(stage, client, data, data);
    }
  },
};
