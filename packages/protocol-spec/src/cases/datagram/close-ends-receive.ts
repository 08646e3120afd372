import type { Case } from "../../case.ts";
import { expectFailure, utf8 } from "../../expect.ts";
import { expectSilence } from "../../expect-datagram.ts";

export const closeEndsReceive: Case = {
  id: "datagram/close-ends-receive",
  title: "close() ends a receive that waits, and everything afterwards is ECLOSED",
  verifies: ["DGRAM-14"],
  subject: "client",
  convicts: "A receive that hangs for ever once its socket is closed.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const [subject, other] = [await stage.client.bind(), await stage.server.bind()];
    const waiting = expectFailure(subject.receive(), ["ECLOSED"], "a receive that waits");
    waiting.catch(() => {});
    await subject.close();
    await waiting;
    await expectFailure(subject.receive(), ["ECLOSED"], "receiving after close()");
    await expectFailure(subject.send(utf8("late"), other.local), ["ECLOSED"], "sending after close()");
    await expectSilence(other, stage.window);
  },
};
