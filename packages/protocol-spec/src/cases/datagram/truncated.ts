import type { Case } from "../../case.ts";
import { expectEqual, expectSuccess, utf8 } from "../../expect.ts";
import { expectDatagram } from "../../expect-datagram.ts";

export const truncated: Case = {
  id: "datagram/truncated",
  title: "What is longer than the memory is cut off and told, and its rest does not come as another",
  verifies: ["DGRAM-5"],
  subject: "client",
  convicts: "A socket that hides that it cut a datagram, or gives the rest of it as the next one.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    const long = stage.pattern(1_000);
    await other.send(long, subject.local);
    await other.send(utf8("next"), subject.local);
    const cut = await expectSuccess(subject.receive({ into: 10, expect: long }), "a datagram of which 10 bytes fit");
    expectEqual(cut.count, 10, "bytes received:");
    expectEqual(cut.divergence?.offset ?? -1, -1, "first wrong byte:");
    expectEqual(cut.truncated, true, "told that it was cut off:");
    await expectDatagram(subject, utf8("next"));
  },
};
