import type { Case } from "../../case.ts";
import { expectAtMost, utf8 } from "../../expect.ts";
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
    const marked = await stage.client.bind();
    for (let stream = 0; stream < COUNT; stream++) await other.send(stage.pattern(1_000, stream), subject.local);
    // What came before the mark is in the same program's hands, at the latest a turn of its loop later.
    await other.send(utf8("mark"), marked.local);
    await expectDatagram(marked, utf8("mark"));
    await stage.pause(stage.window);
    const dropped = await subject.dropped();
    let kept = 0;
    for (; kept + dropped < COUNT; kept++) await expectDatagram(subject, stage.pattern(1_000, kept));
    stage.observe("dropped", dropped);
    await expectSilence(subject, stage.window);
    expectAtMost(kept, 4, "datagrams of 1,000 bytes kept in 4,096 bytes");
  },
};
