import type { Case } from "../../case.ts";
import { expectBytes } from "../../expect.ts";

export const atOnce: Case = {
  id: "connect/at-once",
  title: "32 connections that are made at once are distinct",
  verifies: ["CONNECT-6"],
  subject: "client",
  convicts: "A client whose connections share what they have read.",
  needs: {},
  async play(stage) {
    const listener = await stage.server.listen();
    const clients = await Promise.all(Array.from({ length: 32 }, () => stage.client.connect(listener.address)));
    // Each client says who it is, and is sent its own bytes back by a script of the other end.
    await Promise.all(clients.map((client, index) => client.write(new Uint8Array([index]))));
    await Promise.all(
      clients.map(async () => {
        const server = await listener.accept();
        const [index = -1] = (await server.read(1, { bytes: true })).bytes ?? [];
        await server.write(stage.pattern(500, index));
      }),
    );
    await Promise.all(clients.map((client, index) => expectBytes(client, stage.pattern(500, index))));
    await listener.close();
  },
};
