/** The load generator: a Bun program that is told one order at a time and answers with what it measured. */
import { createInterface } from "node:readline";
import type { IdleOrder, IdleSample, Order, Refusal, Sample } from "../order.ts";
import type { Work } from "../rows.ts";
import { Bulk } from "./bulk.ts";
import { cpuClock } from "./clock.ts";
import { ConnectEchoClose } from "./connect-echo-close.ts";
import { holdIdle } from "./idle.ts";
import type { Load } from "./load.ts";
import { PingPong } from "./ping-pong.ts";
import { UdpOneWay } from "./udp-one-way.ts";
import { UdpPingPong } from "./udp-ping-pong.ts";

function start(work: Work, port: number): Load {
  switch (work.kind) {
    case "ping-pong":
      return new PingPong(port, work.connections, work.size);
    case "bulk":
      return new Bulk(port, work.connections);
    case "udp-ping-pong":
      return new UdpPingPong(port, work.sockets, work.size);
    case "udp-one-way":
      return new UdpOneWay(port, work.size);
    case "connect-echo-close":
      return new ConnectEchoClose(port, work.connections, work.size);
  }
}

function measure({ work, port, pid, warmup, window }: Order): Sample {
  const server = cpuClock(pid);
  const generator = cpuClock(process.pid);
  const load = start(work, port);
  load.run(performance.now() + warmup);
  const before = {
    done: load.done,
    lost: load.lost ?? 0,
    time: performance.now(),
    server: server(),
    generator: generator(),
  };
  load.run(before.time + window);
  const sample = {
    done: load.done - before.done,
    milliseconds: performance.now() - before.time,
    serverCpu: server() - before.server,
    generatorCpu: generator() - before.generator,
    lost: (load.lost ?? 0) - before.lost,
  };
  load.finish();
  return sample;
}

function answer(line: string): Sample | IdleSample | Refusal {
  try {
    const order = JSON.parse(line) as Order | IdleOrder;
    return "work" in order ? measure(order) : holdIdle(order);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

// Ends when stdin does, and so with whoever started it.
for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(line)));
