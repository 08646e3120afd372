import type { Socket, SocketHandler } from "bun";

/** What this adapter uses of Bun's sockets, and `bun-types` 1.4.5 leave out or misplace. */
export interface NativeSocket extends Socket<SocketUser> {
  /** -1 once closed. */
  readonly fd: number;
}

export interface NativeListener {
  readonly fd: number;
  /** The bound address, into `into`. */
  getsockname(into: object): void;
  stop(): void;
  ref(): void;
  unref(): void;
}

/** Who owns a socket at present: the attempt to connect it, then its stream. Kept in `socket.data`. */
export interface SocketUser {
  received(chunk: Uint8Array): void;
  ended(): void;
  closed(error: Error | undefined): void;
  writable(): void;
}

interface AdoptOptions {
  readonly fd: number;
  readonly allowHalfOpen: boolean;
  readonly data: SocketUser;
  readonly socket: Handlers;
}

interface ListenOptions {
  readonly fd?: number;
  readonly hostname?: string;
  readonly port?: number;
  readonly unix?: string;
  readonly ipv6Only?: boolean;
  readonly reusePort?: boolean;
  readonly allowHalfOpen: boolean;
  readonly socket: Handlers;
}

type Handlers = SocketHandler<SocketUser, "uint8array">;

/** Takes over a descriptor; `open` is called before it returns. */
export const adopt: (options: AdoptOptions) => Promise<unknown> = Bun.connect as never;

export const listenNatively: (options: ListenOptions) => NativeListener = Bun.listen as never;

/**
 * One table for all sockets; who owns a socket is in its `data`. `allowHalfOpen` has an effect only where there is an
 * `end` handler (half-close/write-after-peer-fin). There is no `error` handler: Bun calls it for what our own handlers throw,
 * which without it is an uncaught exception, as it should be.
 */
export const handlers: Handlers = {
  binaryType: "uint8array",
  data(socket, chunk) {
    socket.data.received(chunk);
  },
  drain(socket) {
    socket.data.writable();
  },
  end(socket) {
    socket.data.ended();
  },
  close(socket, error) {
    socket.data.closed(error);
  },
};

/** Owns what nobody wants any more. */
export const nobody: SocketUser = { received() {}, ended() {}, closed() {}, writable() {} };

interface NativeAddress {
  /** Without a zone. */
  readonly address: string;
  readonly port: number;
}

/** Of `Bun.udpSocket`, with `bun-types` leaving out `fd` here as well. */
export interface NativeDatagramSocket {
  readonly fd: number;
  readonly closed: boolean;
  readonly address: NativeAddress;
  readonly remoteAddress?: NativeAddress;
  /** False where the kernel has no room: nothing was sent. A connected socket takes the data alone. */
  send(data: Uint8Array, port?: number, host?: string): boolean;
  setBroadcast(on: boolean): boolean;
  close(): void;
  ref(): void;
  unref(): void;
}

export interface DatagramHandlers {
  data(socket: unknown, data: Uint8Array, port: number, host: string): void;
  drain(): void;
  /** The types say `(socket, error)`, and the error comes alone. */
  error(...told: unknown[]): void;
}

interface AdoptDatagramsOptions {
  readonly fd: number;
  readonly connect?: { readonly hostname: string; readonly port: number };
  readonly binaryType: "uint8array";
  readonly socket: DatagramHandlers;
}

/** Takes over a descriptor, and closes it where it fails to. */
export const adoptDatagrams: (options: AdoptDatagramsOptions) => Promise<NativeDatagramSocket> = Bun.udpSocket as never;
