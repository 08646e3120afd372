import type { Case } from "../../case.ts";
import { expectEqual, utf8 } from "../../expect.ts";
import { expectDatagram, expectSilence } from "../../expect-datagram.ts";

export const connected: Case = {
  id: "datagram/connected",
  title: "A connected socket sends to its peer, and hears nobody else",
  verifies: ["DGRAM-9"],
  subject: "client",
  convicts: "A socket that calls itself connected and hears everybody.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [peer, stranger] = [await stage.server.bind(), await stage.server.bind()];
    const subject = await stage.client.bind(undefined, { remote: peer.local });
    await subject.send(utf8("hello"));
    expectEqual((await expectDatagram(peer, utf8("hello"))).from, subject.local, "it came from");
    await stranger.send(utf8("stranger"), subject.local);
    await peer.send(utf8("peer"), subject.local);
    await expectDatagram(subject, utf8("peer"));
    await stranger.send(utf8("stranger"), subject.local);
    await expectSilence(subject, stage.window);
  },
};
