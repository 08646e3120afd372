import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { orders } from "../orders.ts";
import type { PeerEnd, PeerListener } from "../peer.ts";
import { withoutRemarks } from "../remarks.ts";
import type { Setting } from "../setting.ts";

/** A code, or that it was done, or the reason that the caller gave. */
const OUTCOME = /^(done|E[A-Z]+|Error: of the caller)$/;

/** Each in a process of its own: what nobody handles ends it, or is said on stderr. */
export const orderCases: readonly StreamCase[] = Object.entries(orders).map(([name, { title, convicts }]) => ({
  id: `api/order/${name}`,
  title: `${title}: no failure that nobody can catch, and the process ends by itself`,
  verifies: ["LIFETIME-5"],
  convicts,
  over: "streams",
  transports: ["tcp4"],
  async play(setting) {
    const listener = await setting.peer.listen({ host: "127.0.0.1", port: 0 });
    const { port } = listener.address as { port: number };
    const running = setting.start(setting.command("orders-program", name, String(port)));
    const outcomes = await playPeer(setting, listener, running);
    await listener.stop();
    for (const outcome of outcomes) expect(outcome).toMatch(OUTCOME);
    const { status, errors } = await running.ended;
    expect([status, withoutRemarks(errors)]).toEqual([0, []]);
  },
}));

/** Does what the process asks of its peer, until it is over; gives what has become of its operations. */
async function playPeer(
  { peer }: Setting,
  listener: PeerListener,
  running: ReturnType<Setting["start"]>,
): Promise<readonly string[]> {
  let end: PeerEnd | undefined;
  for (;;) {
    const line = await running.line();
    if (line.startsWith("over ")) {
      running.finish();
      return JSON.parse(line.slice("over ".length));
    }
    const [action, port] = line.split(" ");
    if (action === "accept") end = await listener.accept();
    else if (action === "connect") {
      // Refused, where the order is that the listener has gone by then.
      end = await peer.connect({ host: "127.0.0.1", port: Number(port) }).catch(() => undefined);
    } else if (action === "send") await end?.send("abc");
    else if (action === "fin") await end?.fin();
    else if (action === "reset") await end?.reset();
    else if (action === "close") await end?.close();
    await peer.turn();
    running.tell("over");
  }
}
