import { dlopen, type Pointer, ptr, read } from "bun:ffi";
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
  keepAliveOptions,
  SIOCGIFADDR,
  type SocketOption,
  socketFamily,
  socketOptions,
  trafficClassOptions,
} from "@anysock/core";
import { failureOf, failureOfErrno } from "./failure.ts";

/**
 * System calls of Linux for what Bun has no words for. The library is loaded when first needed, which takes about
 * 1.5 ms, and no byte is sent or received by them.
 */
export interface Kernel {
  /** A socket that does not block and is connecting or connected; or why it is not. */
  startConnecting(to: DriverAddress, options: DriverConnectOptions): number | Failure;
  /** A socket that is bound, and does not listen yet. @throws Failure */
  bind(at: DriverAddress, options: DriverListenOptions): number;
  /** Where a stream socket that listens is bound; `null` for any other descriptor. */
  listeningAddress(descriptor: number): Address | null;
  setOptions(descriptor: number, options: readonly SocketOption[]): void;
  /** A UDP socket that does not block and is bound; or why there is none. */
  bindDatagrams(at: IpDriverAddress, options: DriverBindOptions): number | Failure;
  /** if_nametoindex(3): 0 where there is no such interface. */
  interfaceIndex(name: string): number;
  /** The four bytes of its address; `undefined` where it has none. @throws Failure */
  interfaceAddress(name: string): Uint8Array | undefined;
  /** setsockopt(2) with a number or a structure. @throws Failure */
  setOption(descriptor: number, level: number, name: number, value: number | Uint8Array): void;
  /** close(2). */
  close(descriptor: number): void;
  /** listen(2), which may be called again for another backlog. */
  listen(descriptor: number, backlog: number): void;
  /** setsockopt(2) of an open TCP socket, which can only be refused to a descriptor that is none. */
  setNoDelay(descriptor: number, on: boolean): void;
  /** `idle` is in milliseconds; `undefined` leaves the idle time as it is. */
  setKeepAlive(descriptor: number, on: boolean, idle: number | undefined): void;
  setTrafficClass(descriptor: number, family: Address["family"], value: number): void;
  /** Whether a TCP socket still has a peer, as one that was reset has not (getpeername(2), ENOTCONN). */
  hasPeer(descriptor: number): boolean;
  /** epoll_ctl(2), EPOLL_CTL_MOD. False where that descriptor is not watched there any more. */
  setInterest(epoll: number, descriptor: number, events: number, data: bigint): boolean;
}

let loaded: Kernel | undefined;

/** @throws Failure `ENOTSUP` where there is no C library of Linux. */
export function kernel(): Kernel {
  loaded ??= calls(load());
  return loaded;
}

type Libc = ReturnType<typeof open>;

function open(name: string) {
  return dlopen(name, {
    __errno_location: { args: [], returns: "ptr" },
    bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
    close: { args: ["i32"], returns: "i32" },
    connect: { args: ["i32", "ptr", "u32"], returns: "i32" },
    epoll_ctl: { args: ["i32", "i32", "i32", "ptr"], returns: "i32" },
    getpeername: { args: ["i32", "ptr", "ptr"], returns: "i32" },
    getsockname: { args: ["i32", "ptr", "ptr"], returns: "i32" },
    getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
    if_nametoindex: { args: ["ptr"], returns: "u32" },
    ioctl: { args: ["i32", "usize", "ptr"], returns: "i32" },
    listen: { args: ["i32", "i32"], returns: "i32" },
    setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
    socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  }).symbols;
}

/** glibc, or musl by its two names. */
const names = ["libc.so.6", "libc.musl-x86_64.so.1", "libc.musl-aarch64.so.1"];

function load(): Libc {
  let cause: unknown;
  for (const name of names) {
    try {
      return open(name);
    } catch (error) {
      cause ??= error;
    }
  }
  throw new Failure("ENOTSUP", cause, `bun ${Bun.version} on ${process.platform}: this needs the C library of Linux`);
}

// Numbers of Linux (asm-generic/socket.h, netinet/in.h, netinet/tcp.h, sys/epoll.h).
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const EINPROGRESS = 115;
const SOL_SOCKET = 1;
const SO_TYPE = 3;
const SO_ACCEPTCONN = 30;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const EPOLL_CTL_MOD = 3;
/** `struct epoll_event` is packed on x86-64 alone. */
const EPOLL_DATA_AT = process.arch === "x64" ? 4 : 8;

/** Where getpeername(2) puts what nobody reads: a `struct sockaddr_storage` has room for any address. */
const address = new Uint8Array(128);
const addressLength = new Uint32Array(1);

const ANY = { ipv4: "0.0.0.0", ipv6: "::" };

function calls(libc: Libc): Kernel {
  function errno(): number {
    return read.i32(Number(libc.__errno_location()) as Pointer);
  }

  function interfaceIndex(name: string): number {
    return libc.if_nametoindex(ptr(new TextEncoder().encode(`${name}\0`)));
  }

  function socketAddress(at: DriverAddress): Uint8Array {
    return encodeSocketAddress(at, interfaceIndex);
  }

  function setOptions(descriptor: number, options: readonly SocketOption[]): void {
    for (const { level, name, value } of options) setOption(descriptor, level, name, value);
  }

  function option(descriptor: number, name: number): number | undefined {
    const value = new Int32Array(1);
    const refused = libc.getsockopt(descriptor, SOL_SOCKET, name, ptr(value), ptr(new Uint32Array([4]))) !== 0;
    return refused ? undefined : value[0];
  }

  function bindTo(descriptor: number, at: DriverAddress): void {
    const address = socketAddress(at);
    if (libc.bind(descriptor, ptr(address), address.length) !== 0) throw failureOfErrno(errno(), "bind");
  }

  /** What `act` throws closes the socket. */
  function made(family: Address["family"], type: number, act: (descriptor: number) => void): number {
    const descriptor = libc.socket(socketFamily[family], type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) throw failureOfErrno(errno(), "socket");
    try {
      act(descriptor);
      return descriptor;
    } catch (error) {
      libc.close(descriptor);
      throw error;
    }
  }

  function setOption(descriptor: number, level: number, name: number, value: number | Uint8Array): void {
    const data = typeof value === "number" ? new Int32Array([value]) : value;
    const refused = libc.setsockopt(descriptor, level, name, ptr(data), data.byteLength) !== 0;
    if (refused) throw failureOfErrno(errno(), "setsockopt");
  }

  return {
    startConnecting(to, options) {
      const address = socketAddress(to);
      try {
        return made(to.family, SOCK_STREAM, (descriptor) => {
          if (asksForMore(options)) setOptions(descriptor, socketOptions(to.family, options));
          if (to.family !== "unix" && options.local !== undefined) {
            const { host = ANY[to.family], port } = options.local;
            bindTo(descriptor, { family: to.family, host, port });
          }
          if (libc.connect(descriptor, ptr(address), address.length) === 0) return;
          const reason = errno();
          if (reason !== EINPROGRESS) throw failureOfErrno(reason, "connect");
        });
      } catch (error) {
        return failureOf(error);
      }
    },

    bind(at, options) {
      return made(at.family, SOCK_STREAM, (descriptor) => {
        setOptions(descriptor, socketOptions(at.family, options));
        bindTo(descriptor, at);
      });
    },

    listeningAddress(descriptor) {
      if (option(descriptor, SO_TYPE) !== SOCK_STREAM || option(descriptor, SO_ACCEPTCONN) !== 1) return null;
      addressLength[0] = address.length;
      if (libc.getsockname(descriptor, ptr(address), ptr(addressLength)) !== 0) return null;
      return decodeSocketAddress(address.subarray(0, addressLength[0]));
    },

    setOptions,

    bindDatagrams(at, options) {
      try {
        return made(at.family, SOCK_DGRAM, (descriptor) => {
          setOptions(descriptor, datagramSocketOptions(at.family, options));
          bindTo(descriptor, at);
        });
      } catch (error) {
        return failureOf(error);
      }
    },

    interfaceIndex,
    setOption,

    interfaceAddress(name) {
      const descriptor = made("ipv4", SOCK_DGRAM, () => {});
      const request = interfaceRequest(name);
      const refused = libc.ioctl(descriptor, SIOCGIFADDR, ptr(request)) !== 0;
      libc.close(descriptor);
      return refused ? undefined : interfaceAnswer(request);
    },

    close(descriptor) {
      libc.close(descriptor);
    },

    listen(descriptor, backlog) {
      if (libc.listen(descriptor, backlog) !== 0) throw failureOfErrno(errno(), "listen");
    },

    setNoDelay(descriptor, on) {
      setOptions(descriptor, [{ level: IPPROTO_TCP, name: TCP_NODELAY, value: on ? 1 : 0 }]);
    },

    setKeepAlive(descriptor, on, idle) {
      setOptions(descriptor, keepAliveOptions(on, idle));
    },

    setTrafficClass(descriptor, family, value) {
      setOptions(descriptor, trafficClassOptions(family, value));
    },

    hasPeer(descriptor) {
      addressLength[0] = address.length;
      return libc.getpeername(descriptor, ptr(address), ptr(addressLength)) === 0;
    },

    setInterest(epoll, descriptor, events, data) {
      const event = new DataView(new ArrayBuffer(EPOLL_DATA_AT + 8));
      event.setUint32(0, events, true);
      event.setBigUint64(EPOLL_DATA_AT, data, true);
      return libc.epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, ptr(event)) === 0;
    },
  };
}

/** Whether there is anything to set before connecting: the rest is Bun's default, or set once connected. */
function asksForMore({ local, receiveBuffer, sendBuffer, trafficClass }: DriverConnectOptions): boolean {
  return [local, receiveBuffer, sendBuffer, trafficClass].some((asked) => asked !== undefined);
}
