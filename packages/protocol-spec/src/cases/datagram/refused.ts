import { bindApart } from "../../apart.ts";
import type { Case } from "../../case.ts";
import { expectFailure, expectSuccess, utf8 } from "../../expect.ts";
import { expectDatagram, expectSilence } from "../../expect-datagram.ts";

export const refused: Case = {
  id: "datagram/refused",
  title: "A connected socket is told once that nobody has its peer's port, and goes on",
  verifies: ["DGRAM-10"],
  subject: "client",
  convicts: "A connected socket that never learns that nobody is there, or never recovers from it.",
  needs: { datagrams: true, capabilities: ["udp:refused"] },
  dependsOn: ["datagram/connected"],
  async play(stage) {
    const gone = await bindApart(stage.server, (await stage.server.bind()).local);
    const subject = await stage.client.bind(undefined, { remote: gone.local });
    await gone.close();
    await subject.send(utf8("anybody?"));
    await expectFailure(subject.receive(), ["ECONNREFUSED"], "receiving from a port that nobody has");
    await expectSilence(subject, stage.window);
    const back = await stage.server.bind(gone.local);
    await expectSuccess(subject.send(utf8("hello")), "a datagram to who is back is sent");
    await expectDatagram(back, utf8("hello"));
    await back.send(utf8("welcome"), subject.local);
    await expectDatagram(subject, utf8("welcome"));
  },
};
