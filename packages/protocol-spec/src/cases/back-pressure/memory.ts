import { type Case, Mismatch } from "../../case.ts";
import { statsOf } from "../../descriptors.ts";
import type { Peer, Stage } from "../../stage.ts";
import { untilStalled } from "../../stall.ts";

const MEBIBYTE = 1024 * 1024;
/** How many connections are measured after how many others, what is offered on each, and what may be garbage. */
const loads = {
  // Unix sockets have small kernel buffers (0.2 MiB a direction), so that 200 connections are cheap to fill.
  unix: { earlier: 0, measured: 200, offered: 4 * MEBIBYTE, garbage: 0 },
  // TCP's take 4.2 MiB of the system's own memory on the way back alone, so there are fewer, and each is offered just more
  // than that: how much of it a server queues is counted to the byte by back-pressure/held. What passes through a server
  // leaves garbage, which it collects when it has enough of it: V8, when it has 64 MiB. The earlier connections leave 40 of
  // these, and stay as they are, so that the later ones cannot hide in what they give back. With 4 MiB that Node held for
  // these, 9 to 46 more were seen.
  tcp: { earlier: 10, measured: 48, offered: 5 * MEBIBYTE, garbage: 32 * MEBIBYTE },
} as const;

/**
 * A heap grows by leaps, and one may be more than everything that is asked for: with a plain `s.pipe(s)` of `node:net` under
 * Deno 2.9 the first 48 connections cost 92 to 179 MiB, and 48 behind them 37 at most. Whoever is over the limit is measured
 * once more, with what it has kept as the start and no room for garbage, which its heap has by now; on TCP with twice as many,
 * because what the first left is collected meanwhile: where 96 MiB were kept it hid 56 of them.
 */
const second = { unix: 200, tcp: 96 } as const;

export const memory: Case = {
  id: "back-pressure/memory",
  title: "Connections whose clients read nothing cost at most 1 MiB of user-space memory each",
  verifies: ["BACKPRESSURE-3"],
  subject: "service",
  convicts: "A server that makes a buffer of 2 MiB for each connection, whatever it keeps in it.",
  // What it costs is not worth repeating on IPv6, which differs in nothing but the address.
  needs: { service: "echo", transports: ["tcp4", "unix"], process: true, alone: true },
  dependsOn: ["back-pressure/stalls"],
  async play(stage) {
    const kind = stage.transport === "unix" ? "unix" : "tcp";
    const { earlier, measured, offered, garbage } = loads[kind];
    const again = second[kind];
    const clients: Peer[] = [];
    const sending: Promise<void>[] = [];
    const connectAndSend = async (count: number): Promise<void> => {
      const more: Peer[] = [];
      for (let index = 0; index < count; index++) more.push(await stage.connect());
      clients.push(...more);
      sending.push(...more.map((client, index) => client.write(stage.pattern(offered, index)).catch(() => {})));
      await Promise.all(more.map((client) => untilStalled(stage, client, offered)));
    };
    await connectAndSend(earlier);
    const costOf = async (count: number, limit: number): Promise<number> => {
      const before = await untilSettled(stage, Number.POSITIVE_INFINITY);
      await connectAndSend(count);
      return (await untilSettled(stage, before + limit)) - before;
    };
    let count: number = measured;
    let limit = count * MEBIBYTE + garbage;
    let cost = await costOf(count, limit);
    if (cost > limit) {
      count = again;
      limit = count * MEBIBYTE;
      cost = await costOf(count, limit);
    }
    await Promise.all(clients.map((client) => client.abort()));
    await Promise.all(sending);
    stage.observe("connections", count);
    stage.observe("bytes of memory for each of them", Math.max(0, Math.round(cost / count)));
    if (cost <= limit) return;
    // Played again it would be measured against the garbage that these have left.
    const what = `bytes of memory for ${count} connections`;
    throw new Mismatch(`${what}: at most ${limit}`, String(cost), { isConclusive: true });
  },
};

/**
 * The memory of the service, once it has not grown three times in a row, or is over the limit. The systems may have taken
 * all that was offered before the service has read what it will.
 */
async function untilSettled(stage: Stage, limit: number): Promise<number> {
  let { memory } = await statsOf(stage);
  for (let quiet = 0; quiet < 3 && memory <= limit; quiet++) {
    await stage.pause(stage.window / 3);
    const now = await statsOf(stage);
    if (now.memory > memory) quiet = -1;
    memory = now.memory;
  }
  return memory;
}
