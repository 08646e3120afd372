import { portOf } from "../../addresses.ts";
import { type Case, Mismatch } from "../../case.ts";
import { expectBytes, expectSuccess, utf8 } from "../../expect.ts";

export const portZero: Case = {
  id: "listen/port-zero",
  title: "A listener on port 0 tells the port that it was given",
  verifies: ["LISTEN-1"],
  subject: "server",
  convicts: "A listener that reports port 0, or a port that is not its own.",
  needs: { transports: ["tcp4", "tcp6"] },
  async play(stage) {
    const [first, second] = [await stage.server.listen(), await stage.server.listen()];
    for (const [listener, word] of [
      [first, "first"],
      [second, "second"],
    ] as const) {
      if (portOf(listener.address) === 0) throw new Mismatch("a port from 1 to 65535", listener.address);
      const connecting = stage.client.connect(listener.address);
      const [client, server] = await Promise.all([
        expectSuccess(connecting, `a connection to ${listener.address}`),
        listener.accept(),
      ]);
      await client.write(utf8(word));
      await expectBytes(server, utf8(word));
    }
  },
};
