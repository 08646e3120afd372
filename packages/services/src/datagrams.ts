import type { DatagramHandler } from "@anysock/core";
import { chargenDatagram } from "./chargen-datagram.ts";
import { daytimeLine } from "./daytime.ts";
import { secondsSince1900 } from "./time.ts";
import { upperCase } from "./upper.ts";

export type DatagramServiceName = "echo" | "upper" | "discard" | "chargen" | "daytime" | "time";

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
  // Whatever is asked: the data of the question is ignored.
  chargen: { answer: () => chargenDatagram(Math.random), source: "RFC 864" },
  daytime: { answer: () => daytimeLine(Date.now), source: "RFC 867" },
  time: { answer: () => secondsSince1900(Date.now), source: "RFC 868" },
};
