import type { DatagramEvents } from "@anysock/core";
import { type Made, overridden, withDriver } from "./made.ts";

/** Datagrams that come together are handed out last first. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  bind: async (at, options, events) => {
    if (right.bind === undefined) throw new Error("Node.js has it");
    let waiting: Parameters<DatagramEvents["received"]>[] = [];
    const received: DatagramEvents["received"] = (...datagram) => {
      if (waiting.length === 0)
        setImmediate(() => {
          for (const one of waiting.reverse()) events.received(...one);
          waiting = [];
        });
      waiting.push(datagram);
    };
    return await right.bind(at, options, overridden(events, { received }));
  },
}));
