import type { Case } from "../../case.ts";
import { expectBytes, expectEqual, expectSuccess, utf8 } from "../../expect.ts";

export const abstract: Case = {
  id: "unix/abstract",
  title: "An abstract name listens and connects",
  verifies: ["UNIX-7"],
  subject: "server",
  convicts: "A listener that pads or cuts an abstract name, or makes a file of it.",
  needs: { transports: ["unix"], capabilities: ["unix:abstract"], peerCapabilities: ["unix:abstract"] },
  async play(stage) {
    const name = `unix:@${stage.freshAddress().slice("unix:/".length)}`;
    const listener = await expectSuccess(stage.server.listen(name), "listening on an abstract name");
    expectEqual(listener.address, name, "the listener's address is");
    const connecting = stage.client.connect(name);
    const [client, server] = await Promise.all([
      expectSuccess(connecting, "a connection to the abstract name"),
      listener.accept(),
    ]);
    await client.write(utf8("no file"));
    await expectBytes(server, utf8("no file"));
    await listener.close();
  },
};
