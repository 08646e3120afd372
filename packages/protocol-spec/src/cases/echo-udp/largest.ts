import type { Case } from "../../case.ts";
import { expectAnswer } from "../../expect-datagram.ts";
import { LONGEST } from "../../longest-datagram.ts";

/** What an Ethernet frame carries over IPv4. */
const FRAME = 1_472;

export const largest: Case = {
  id: "echo-udp/largest",
  title: "The longest datagram that IP can carry comes back",
  verifies: ["ECHO-UDP-5"],
  subject: "service",
  convicts: "A server whose memory for a datagram is shorter than the longest one.",
  needs: { datagrams: true, service: "echo" },
  dependsOn: ["echo-udp/sizes"],
  async play(stage) {
    const client = await stage.client.bind();
    for (const size of [FRAME + 1, 4_096, 9_216, 32_768, LONGEST[stage.transport === "udp6" ? "udp6" : "udp4"]]) {
      const data = stage.pattern(size, size);
      await expectAnswer(stage, client, data, data);
    }
  },
};
