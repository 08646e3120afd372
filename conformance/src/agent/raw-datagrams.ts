import dgram from "node:dgram";
import { once } from "node:events";
import type { WireBindOptions } from "./protocol.ts";
import { formatIp, parseAddress } from "./raw-address.ts";
import { cancellable } from "./raw-connection.ts";
import { type AgentDatagramSocket, AgentFailure, type AgentWait, codeOf } from "./sockets.ts";

interface Waiting {
  readonly data: Uint8Array;
  readonly from: string;
}

/** Bytes that are kept where nothing else is asked for, and what each datagram counts besides its own. */
const QUEUE = 262_144;
const OVERHEAD = 256;

/** A UDP socket over `node:dgram` alone. Its parts are methods: a wrong agent is made by replacing one of them. */
export class RawDatagramSocket implements AgentDatagramSocket {
  readonly socket: dgram.Socket;
  readonly queue: number;
  local = "";
  dropped = 0;
  waiting: Waiting[] = [];
  size = 0;
  isClosed = false;
  /** What ICMP said of an earlier datagram of a connected socket. */
  failure: AgentFailure | null = null;
  receiver: ((answer: Waiting | AgentFailure) => void) | null = null;

  constructor(socket: dgram.Socket, queue: number = QUEUE) {
    this.socket = socket;
    this.queue = queue;
    socket.on("message", (data, { address, port }) => this.received(data, formatIp(address, port, "udp")));
    socket.on("error", (error) => this.reported(new AgentFailure(codeOf(error), error.message)));
  }

  /** @throws AgentFailure */
  async bind(at: string, remote: string | undefined): Promise<void> {
    const { host, port } = placeOf(at);
    const bound = once(this.socket, "listening");
    this.socket.bind({ address: host, port, exclusive: true });
    try {
      await bound;
    } catch (error) {
      this.socket.close();
      throw error;
    }
    if (remote !== undefined) await this.connect(remote);
    const address = this.socket.address();
    this.local = formatIp(address.address, address.port, "udp");
  }

  async connect(remote: string): Promise<void> {
    const { host, port } = placeOf(remote);
    this.socket.connect(port, host);
    await once(this.socket, "connect");
  }

  received(data: Uint8Array, from: string): void {
    if (this.receiver !== null) this.receiver({ data, from });
    else if (this.size > 0 && this.size + data.length + OVERHEAD > this.queue) this.dropped++;
    else this.keep({ data, from });
  }

  keep(datagram: Waiting): void {
    this.size += datagram.data.length + OVERHEAD;
    this.waiting.push(datagram);
  }

  reported(failure: AgentFailure): void {
    if (this.receiver === null) this.failure = failure;
    else this.receiver(failure);
  }

  async receive(into: Uint8Array, wait: AgentWait): ReturnType<AgentDatagramSocket["receive"]> {
    const { data, from } = await this.next(wait);
    into.set(data.subarray(0, into.length));
    return { length: Math.min(data.length, into.length), truncated: data.length > into.length, from };
  }

  async next(wait: AgentWait): Promise<Waiting> {
    if (this.isClosed) throw new AgentFailure("ECLOSED", "the socket is closed");
    if (this.receiver !== null) throw new AgentFailure("EBUSY", "another receive is under way");
    this.throwFailure();
    const first = this.waiting.shift();
    if (first !== undefined) {
      this.size -= first.data.length + OVERHEAD;
      return first;
    }
    return await cancellable<Waiting>(wait, "receive", (resolve, reject) => {
      this.receiver = (answer) => {
        this.receiver = null;
        if (answer instanceof AgentFailure) reject(answer);
        else resolve(answer);
      };
      // At once: the next one may have been asked for already.
      return () => {
        this.receiver = null;
      };
    });
  }

  throwFailure(): void {
    const { failure } = this;
    this.failure = null;
    if (failure !== null) throw failure;
  }

  async send(data: Uint8Array, to: string | undefined, wait: AgentWait): Promise<void> {
    if (this.isClosed) throw new AgentFailure("ECLOSED", "the socket is closed");
    this.throwFailure();
    const place = to === undefined ? undefined : placeOf(to);
    await cancellable<void>(wait, "send", (resolve, reject) => {
      const sent = (error: Error | null): void => {
        if (error === null) resolve();
        else reject(new AgentFailure(codeOf(error), error.message));
      };
      if (place === undefined) this.socket.send(data, sent);
      else this.socket.send(data, place.port, place.host, sent);
      return () => {};
    });
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.receiver?.(new AgentFailure("ECLOSED", "the socket is closed"));
    this.socket.close();
    await once(this.socket, "close");
  }
}

/** Opens one. @throws AgentFailure, or the system's error */
export async function bindRaw(
  Socket: typeof RawDatagramSocket,
  at: string,
  remote: string | undefined,
  options: WireBindOptions,
): Promise<RawDatagramSocket> {
  const type = placeOf(at).host.includes(":") ? "udp6" : "udp4";
  const ipv6Only = options.ipv6Only ?? false;
  const socket = new Socket(dgram.createSocket({ type, ipv6Only, lookup: literal }), options.queue);
  await socket.bind(at, remote);
  return socket;
}

type Found = (error: null, address: string, family: number) => void;

/** Every host is a literal. Node's own look-up takes a turn of the loop, in which a `close` that was asked for later overtakes the datagram. */
function literal(host: string, options: unknown, found: Found): void {
  const tell = typeof options === "function" ? (options as Found) : found;
  tell(null, host, host.includes(":") ? 6 : 4);
}

function placeOf(address: string): { readonly host: string; readonly port: number } {
  const endpoint = parseAddress(address);
  if ("path" in endpoint) throw new AgentFailure("EINVAL", "datagrams go to udp://HOST:PORT");
  return endpoint;
}
