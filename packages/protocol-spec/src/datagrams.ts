import type { Bytes, Received } from "./stage.ts";

/** A UDP socket of an actor. Every method rejects with an {@link import("./stage.ts").ActorError}. */
export interface DatagramEnd {
  /** `udp://127.0.0.1:4711`. */
  readonly local: string;
  /** Sends one datagram; `to` is left out where the socket is connected. */
  send(data: Bytes, to?: string): Promise<void>;
  /** The next datagram. Without one for the stage's patience, or `timeout` milliseconds: `ETIMEDOUT`. */
  receive(options?: ReceiveOptions): Promise<ReceivedDatagram>;
  /** Datagrams that came and found no room in this program. */
  dropped(): Promise<number>;
  close(): Promise<void>;
}

export interface ReceiveOptions {
  readonly expect?: Bytes;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Bytes of the memory that it goes into; 65,535 if not given. */
  readonly into?: number;
  /** Answers with the bytes themselves. */
  readonly bytes?: boolean;
}

export interface ReceivedDatagram extends Omit<Received, "end"> {
  /** Where it came from: `udp://127.0.0.1:4711`. */
  readonly from: string;
  /** It was longer than the memory. */
  readonly truncated: boolean;
}

export interface BindOptions {
  /** The one peer that it is connected to. */
  readonly remote?: string;
  /** Answers datagrams with this service instead of handing them to `receive`. */
  readonly service?: string;
  readonly ipv6Only?: boolean;
  /** Bytes of datagrams that wait for `receive`. */
  readonly queue?: number;
}
