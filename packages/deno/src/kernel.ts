import {
  type Address,
  type DriverAddress,
  type DriverBindOptions,
  type DriverConnectOptions,
  type DriverListenOptions,
  datagramSocketOptions,
  decodeSocketAddress,
  encodeSocketAddress,
  Failure,
  type IpDriverAddress,
  interfaceAnswer,
  interfaceRequest,
  ipFamily,
  type MulticastOption,
  SIOCGIFADDR,
  socketFamily,
  socketOptions,
} from "@anysock/core";
import { failureOfErrno } from "./failure.ts";

const definitions = {
  __errno_location: { parameters: [], result: "pointer" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  dup3: { parameters: ["i32", "i32", "i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  fcntl: { parameters: ["i32", "i32", "i32"], result: "i32" },
  getpeername: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  if_nametoindex: { parameters: ["buffer"], result: "u32" },
  ioctl: { parameters: ["i32", "usize", "buffer"], result: "i32" },
  listen: { parameters: ["i32", "i32"], result: "i32" },
  open: { parameters: ["buffer", "i32"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
} as const;

type Libc = Deno.DynamicLibrary<typeof definitions>["symbols"];

// Numbers of Linux (asm-generic/socket.h, sys/epoll.h).
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const CLOEXEC = 0o2000000;
const F_GETFL = 3;
const F_SETFL = 4;
const EINPROGRESS = 115;
const SOL_SOCKET = 1;
const SO_TYPE = 3;
const SO_ACCEPTCONN = 30;
const EPOLL_CTL_ADD = 1;
/** `struct epoll_event` is packed on x86-64 alone. */
const EPOLL_DATA_AT = Deno.build.arch === "x86_64" ? 4 : 8;

const ANY = { ipv4: "0.0.0.0", ipv6: "::" };

let loaded: Kernel | undefined;

/** @throws Deno.errors.NotCapable where `--allow-ffi` has been revoked since the start */
export function kernel(): Kernel {
  loaded ??= new Kernel(Deno.dlopen("libc.so.6", definitions).symbols);
  return loaded;
}

/** System calls of Linux for what Deno has no words for. No byte is sent or received by them. */
export class Kernel {
  readonly #libc: Libc;

  constructor(libc: Libc) {
    this.#libc = libc;
  }

  /** A socket that does not block, bound to `local` where that is given. @throws Failure */
  socket(family: "ipv4" | "ipv6", options: DriverConnectOptions): number {
    return this.#made(family, (descriptor) => {
      this.setOptions(descriptor, socketOptions(family, options));
      const { local } = options;
      if (local !== undefined) this.#bindTo(descriptor, { family, host: local.host ?? ANY[family], port: local.port });
    });
  }

  /** A socket that is bound, and does not listen yet. @throws Failure */
  bound(at: DriverAddress, options: DriverListenOptions): number {
    return this.#made(at.family, (descriptor) => {
      this.setOptions(descriptor, socketOptions(at.family, options));
      this.#bindTo(descriptor, at);
    });
  }

  /** A datagram socket that does not block, and is bound. @throws Failure */
  boundDatagrams(at: IpDriverAddress, options: DriverBindOptions): number {
    const bound = (descriptor: number): void => {
      this.setOptions(descriptor, datagramSocketOptions(at.family, options));
      this.#bindTo(descriptor, at);
    };
    return this.#made(at.family, bound, SOCK_DGRAM);
  }

  /** Binds and connects a datagram socket that nobody has, and closes it: nothing is sent (connect(2)). Gives where it would be sent from. @throws Failure */
  tryDatagrams(at: IpDriverAddress, to: IpDriverAddress, options: DriverBindOptions): Address | null {
    const descriptor = this.boundDatagrams({ ...at, port: 0 }, options);
    try {
      this.connect(descriptor, to);
      return this.localAddress(descriptor);
    } finally {
      this.#libc.close(descriptor);
    }
  }

  /** What `act` throws closes the socket. */
  #made(family: Address["family"], act: (descriptor: number) => void, type: number = SOCK_STREAM): number {
    const descriptor = this.#libc.socket(socketFamily[family], type | SOCK_NONBLOCK | CLOEXEC, 0);
    if (descriptor < 0) throw this.#failure("socket");
    try {
      act(descriptor);
      return descriptor;
    } catch (error) {
      this.#libc.close(descriptor);
      throw error;
    }
  }

  #failure(call: string): Failure {
    const location = this.#libc.__errno_location();
    const errno = location === null ? 0 : new Deno.UnsafePointerView(location).getInt32();
    return failureOfErrno(errno, call);
  }

  #bindTo(descriptor: number, at: DriverAddress): void {
    const address = this.#encoded(at);
    if (this.#libc.bind(descriptor, address, address.length) !== 0) throw this.#failure("bind");
  }

  #encoded(at: DriverAddress): Uint8Array<ArrayBuffer> {
    // With `--allow-net=NAME` Deno is given the name itself, and looks it up by its own lights.
    if (at.family !== "unix" && ipFamily(at.host) === null) {
      const detail = `deno ${Deno.version.deno} may not look ${at.host} up for a socket with these options; run it with --allow-net`;
      throw new Failure("ENOTSUP", undefined, detail);
    }
    return encodeSocketAddress(at, (zone) => this.indexOf(zone));
  }

  /** Which may be done again, for another backlog. */
  listen(descriptor: number, backlog: number): void {
    if (this.#libc.listen(descriptor, backlog) !== 0) throw this.#failure("listen");
  }

  /** Starts to connect. @throws Failure */
  connect(descriptor: number, to: DriverAddress): void {
    const address = this.#encoded(to);
    if (this.#libc.connect(descriptor, address, address.length) === 0) return;
    const failure = this.#failure("connect");
    if ((failure.cause as { readonly errno?: number }).errno !== -EINPROGRESS) throw failure;
  }

  /** Each with an `int` or a structure. @throws Failure */
  setOptions(descriptor: number, options: readonly MulticastOption[]): void {
    for (const { level, name, value } of options) {
      const data = typeof value === "number" ? new Uint8Array(new Int32Array([value]).buffer) : value;
      if (this.#libc.setsockopt(descriptor, level, name, data, data.length) !== 0) throw this.#failure("setsockopt");
    }
  }

  /** Of an interface's name; 0 where there is none. */
  indexOf(name: string): number {
    return this.#libc.if_nametoindex(terminated(name));
  }

  /** The four bytes of an interface's address; `undefined` where it has none. @throws Failure */
  addressOf(name: string): Uint8Array | undefined {
    const descriptor = this.#made("ipv4", () => {}, SOCK_DGRAM);
    const request = interfaceRequest(name);
    const refused = this.#libc.ioctl(descriptor, BigInt(SIOCGIFADDR), request) !== 0;
    this.#libc.close(descriptor);
    return refused ? undefined : interfaceAnswer(request);
  }

  /** Where a stream socket that listens is bound; `null` for any other descriptor. */
  listeningAddress(descriptor: number): Address | null {
    const isListening =
      this.#option(descriptor, SO_TYPE) === SOCK_STREAM && this.#option(descriptor, SO_ACCEPTCONN) === 1;
    return isListening ? this.localAddress(descriptor) : null;
  }

  localAddress(descriptor: number): Address | null {
    return this.#address(this.#libc.getsockname, descriptor);
  }

  remoteAddress(descriptor: number): Address | null {
    return this.#address(this.#libc.getpeername, descriptor);
  }

  #address(name: Libc["getsockname"], descriptor: number): Address | null {
    const bytes = new Uint8Array(128);
    const length = new Uint32Array([bytes.length]);
    if (name(descriptor, bytes, new Uint8Array(length.buffer)) !== 0) return null;
    return decodeSocketAddress(bytes.subarray(0, length[0]));
  }

  #option(descriptor: number, name: number): number | undefined {
    const value = new Int32Array(1);
    const length = new Uint8Array(new Uint32Array([4]).buffer);
    const refused = this.#libc.getsockopt(descriptor, SOL_SOCKET, name, new Uint8Array(value.buffer), length) !== 0;
    return refused ? undefined : value[0];
  }

  /**
   * Of a socket that somebody else has made: Deno asks accept(2) until there is no more, and the whole process would wait there. It is
   * so for all who have this socket (open(2), "open file description"). @throws Failure
   */
  setNonBlocking(descriptor: number): void {
    const flags = this.#libc.fcntl(descriptor, F_GETFL, 0);
    if (flags < 0 || this.#libc.fcntl(descriptor, F_SETFL, flags | SOCK_NONBLOCK) !== 0) throw this.#failure("fcntl");
  }

  /** `place` is the socket of `descriptor` as well from then on, and what it was is closed. @throws Failure */
  put(descriptor: number, place: number): void {
    if (this.#libc.dup3(descriptor, place, CLOEXEC) < 0) throw this.#failure("dup3");
  }

  /** close(2). */
  close(descriptor: number): void {
    this.#libc.close(descriptor);
  }

  /** @throws Failure */
  watch(epoll: number, descriptor: number, events: number, data: bigint): void {
    const event = new DataView(new ArrayBuffer(EPOLL_DATA_AT + 8));
    event.setUint32(0, events, true);
    event.setBigUint64(EPOLL_DATA_AT, data, true);
    const refused = this.#libc.epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, new Uint8Array(event.buffer)) !== 0;
    if (refused) throw this.#failure("epoll_ctl");
  }

  /** For reading, and for no child process; -1 where there is no such file. @throws Failure */
  open(path: string): number {
    const descriptor = this.#libc.open(terminated(path), CLOEXEC);
    const failure = descriptor < 0 ? this.#failure("open") : undefined;
    if (failure !== undefined && failure.code !== "ENOENT") throw failure;
    return descriptor;
  }

  /** A file of /proc, which Deno's own reading takes `--allow-all` for; empty where there is none. @throws Failure */
  text(path: string): string {
    const descriptor = this.open(path);
    if (descriptor < 0) return "";
    const decoder = new TextDecoder();
    const bytes = new Uint8Array(16 * 1024);
    let text = "";
    for (;;) {
      const count = Number(this.#libc.read(descriptor, bytes, BigInt(bytes.length)));
      if (count <= 0) break;
      text += decoder.decode(bytes.subarray(0, count), { stream: true });
    }
    this.#libc.close(descriptor);
    return text;
  }
}

function terminated(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}
