import { readFileSync } from "node:fs";
import { Failure } from "@anysock/core";
import { type Made, withDriver } from "./made.ts";

/** What ICMP says of one peer fails the next send, to another. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withDriver((right) => ({
  bind: async (at, options, events) => {
    if (right.bind === undefined) throw new Error("Node.js has it");
    const socket = await right.bind(at, options, events);
    const send = socket.send.bind(socket);
    let isRefused = false;
    socket.send = (data, to) => {
      const wasRefused = isRefused;
      isRefused = to !== null && !isTaken(to.port);
      return wasRefused ? new Failure("ECONNREFUSED") : send(data, to);
    };
    return socket;
  },
}));

/** Whether somebody has that port of IPv4: of any other, ICMP will say that it cannot be reached. */
function isTaken(port: number): boolean {
  const name = port.toString(16).toUpperCase().padStart(4, "0");
  return readFileSync("/proc/net/udp", "utf8").includes(`:${name} 00000000:0000`);
}
