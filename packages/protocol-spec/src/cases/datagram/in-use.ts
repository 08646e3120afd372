import type { Case } from "../../case.ts";
import { expectFailure } from "../../expect.ts";

export const inUse: Case = {
  id: "datagram/in-use",
  title: "An address that another socket has is EADDRINUSE",
  verifies: ["DGRAM-17"],
  subject: "client",
  convicts: "A socket that shares its port with whoever asks for it.",
  needs: { datagrams: true },
  dependsOn: ["datagram/boundaries"],
  async play(stage) {
    const other = await stage.server.bind();
    await expectFailure(stage.client.bind(other.local), ["EADDRINUSE"], `binding to ${other.local}, which is taken,`);
  },
};
