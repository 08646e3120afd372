import type { DatagramHandler } from "@anysock/core";
import { upperCase } from "./upper.ts";

export type DatagramServiceName = "echo" | "upper" | "discard";

/** A service over datagrams: a handler for `serveDatagrams()`, and what it is by. */
export interface DatagramService {
  readonly answer: DatagramHandler;
  readonly source: string;
}

/** The services by name. */
export const datagramServices: Readonly<Record<DatagramServiceName, DatagramService>> = {
  // "The data from it is sent back in an answering datagram."
  echo: { answer: (data) => data, source: "RFC 862" },
  upper: { answer: upperCase, source: "the tutorial this project grew from" },
  discard: { answer: () => null, source: "RFC 863" },
};
