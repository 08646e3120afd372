import type { Case } from "../../case.ts";
import { expectAtMost } from "../../expect.ts";
import { expectDatagram, expectSilence } from "../../expect-datagram.ts";

const COUNT = 20;

export const dropped: Case = {
  id: "datagram/dropped",
  title: "Datagrams that find no room are dropped, the newest first, and counted",
  verifies: ["DGRAM-11"],
  subject: "client",
  convicts: "A socket whose queue has no bound, or that does not tell what it dropped.",
  needs: { datagrams: true },
  dependsOn: ["datagram/order"],
  async play(stage) {
    const subject = await stage.client.bind(undefined, { queue: 4_096 });
    const other = await stage.server.bind();
    for (let stream = 0; stream < COUNT; stream++) await other.send(stage.pattern(1_000, stream), subject.local);
    // What the program has counted it has seen: nothing is under way any more.
    let dropped = 0;
    let kept = 0;
    for (let before = -1; dropped !== before; ) {
      before = dropped;
      await stage.pause(stage.window);
      dropped = await subject.dropped();
    }
    for (; kept + dropped < COUNT; kept++) await expectDatagram(subject, stage.pattern(1_000, kept));
    stage.observe("dropped", dropped);
    await expectSilence(subject, stage.window);
    expectAtMost(kept, 4, "datagrams of 1,000 bytes kept in 4,096 bytes");
  },
};
