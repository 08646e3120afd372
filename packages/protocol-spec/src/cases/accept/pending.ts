import { type Case, Mismatch } from "../../case.ts";
import { untilReleased } from "../../descriptors.ts";
import { expectBytes, expectSuccess, utf8 } from "../../expect.ts";

const BOUND = 4;
const CLIENTS = 40;

export const pending: Case = {
  id: "accept/pending",
  title: "Of 40 connections that nobody claims, a listener holds no more than its bound",
  verifies: ["ACCEPT-4"],
  subject: "server",
  convicts: "A listener that holds every connection that nobody claims, without bound.",
  needs: { alone: true },
  async play(stage) {
    const listener = await stage.server.listen(undefined, { pending: BOUND });
    const before = await stage.server.stats();
    // Whether a client is refused room by a reset or waits in the system's queue is the runtime's choice.
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, () => stage.client.connect(listener.address).catch(() => null)),
    );
    // Every answer is a turn of the program's loop, in which it takes what waits: early looks would find it at nothing.
    for (let turn = 0; turn < CLIENTS; turn++) await stage.server.stats();
    // One more than the bound may be on its way into the queue.
    await untilReleased(stage, () => stage.server.stats(), before.descriptors + BOUND + 1);
    const server = await expectSuccess(listener.accept(), "one of the connections that wait");
    await server.write(utf8("welcome"));
    const first = clients[0];
    if (first === null || first === undefined) throw new Mismatch("the first of 40 clients connected", "refused");
    await expectBytes(first, utf8("welcome"));
    await listener.close();
  },
};
