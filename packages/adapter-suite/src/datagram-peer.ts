import { fileURLToPath } from "node:url";
import { RawProcess } from "./raw-process.ts";

/** Where a datagram goes, or came from. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

interface Answer extends Partial<DatagramTold> {
  readonly socket: number;
  readonly port: number;
}

/** A datagram, as the peer got it. */
interface DatagramTold extends Place {
  readonly length: number;
  /** The first 64 bytes, one character each. */
  readonly text: string;
  readonly sha256: string;
  /** Its time to live or hop limit, where the socket is a member of a group. */
  readonly hops: number | null;
  /** The name of the interface by which it came, where the socket is a member of a group. */
  readonly by: string | null;
}

type Data = { readonly text: string } | { readonly size: number };

export interface PeerBinding {
  readonly port?: number;
  /** SO_REUSEADDR. */
  readonly reuse?: boolean;
  /** SO_REUSEPORT. */
  readonly share?: boolean;
}

/** Milliseconds that a datagram on loopback may take to arrive on a busy machine. */
const PATIENCE = 5_000;

/** A Python process with plain UDP sockets. */
export class DatagramPeer extends RawProcess {
  constructor() {
    super("the datagram peer", ["python3", fileURLToPath(new URL("../peers/datagram-peer.py", import.meta.url))]);
  }

  async bind(host: string, { port: wanted = 0, ...options }: PeerBinding = {}): Promise<PeerSocket> {
    const { socket, port } = await this.ask<Answer>("bind", { at: { host, port: wanted }, ...options });
    return {
      address: { host, port },
      send: async (data, to, times = 1) => void (await this.ask("send", { socket, to, times, ...data })),
      sendNumbers: async (count, to) => void (await this.ask("number", { socket, to, count })),
      receive: async (timeout = PATIENCE) => {
        const {
          length,
          text = "",
          sha256 = "",
          host: from = "",
          port: fromPort,
          hops = null,
          by = null,
        } = await this.ask<Answer>("receive", {
          socket,
          timeout,
        });
        return length === undefined || length === null
          ? null
          : { length, text, sha256, host: from, port: fromPort, hops, by };
      },
      join: async (group, by) => void (await this.ask("join", { socket, group, by })),
      leaveBy: async (by) => void (await this.ask("leave_by", { socket, by })),
      close: async () => void (await this.ask("close", { socket })),
    };
  }
}

export interface PeerSocket {
  readonly address: Place;
  /** Sends text (one byte a character) or that many bytes of the pattern. */
  send(data: Data, to: Place, times?: number): Promise<void>;
  /** Sends `0`, `1` and so on, a datagram each. */
  sendNumbers(count: number, to: Place): Promise<void>;
  /** The next datagram; `null` where none comes in time, in milliseconds. */
  receive(timeout?: number): Promise<DatagramTold | null>;
  /** Becomes a member of a group on the interface of that name. */
  join(group: string, by: string): Promise<void>;
  /** What it sends to groups leaves by the interface of that name. */
  leaveBy(by: string): Promise<void>;
  close(): Promise<void>;
}
