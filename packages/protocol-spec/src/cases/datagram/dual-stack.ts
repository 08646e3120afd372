import type { Case } from "../../case.ts";
import { expectEqual, expectSuccess, utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

export const dualStack: Case = {
  id: "datagram/dual-stack",
  title: "A socket on :: hears and answers IPv4 and IPv6",
  verifies: ["DGRAM-16"],
  subject: "client",
  convicts: "A socket on :: that is deaf to IPv4, or cannot answer it.",
  needs: { datagrams: true, transports: ["udp6"], capabilities: ["dual-stack"] },
  dependsOn: ["datagram/sender"],
  async play(stage) {
    const subject = await stage.client.bind("udp://[::]:0");
    const port = subject.local.slice(subject.local.lastIndexOf(":"));
    for (const [host, seen] of [
      ["127.0.0.1", "[::ffff:127.0.0.1]"],
      ["[::1]", "[::1]"],
    ] as const) {
      const other = await stage.server.bind(`udp://${host}:0`);
      await other.send(utf8("hello"), `udp://${host}${port}`);
      const { from } = await expectDatagram(subject, utf8("hello"));
      expectEqual(from, other.local.replace(host, seen), "it came from");
      await expectSuccess(subject.send(utf8("answer"), from), `${from} is answered`);
      await expectDatagram(other, utf8("answer"));
    }
  },
};
