import type { DatagramEvents } from "@anysock/core";
import { type Made, overridden, withDriver } from "./made.ts";

/** A datagram without bytes is taken for nothing. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  bind: async (at, options, events) => {
    if (right.bind === undefined) throw new Error("Node.js has it");
    const received: DatagramEvents["received"] = (data, host, port) => {
      if (data.length > 0) events.received(data, host, port);
    };
    return await right.bind(at, options, overridden(events, { received }));
  },
}));
