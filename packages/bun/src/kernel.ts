import { dlopen, type Pointer, ptr, read } from "bun:ffi";
import { type DriverAddress, type DriverBindOptions, Failure, type IpDriverAddress } from "@anysock/core";
import { failureOfErrno } from "./failure.ts";

/**
 * System calls of Linux for what Bun has no words for. The library is loaded when first needed, which takes about
 * 1.5 ms, and no byte is sent or received by them.
 */
export interface Kernel {
  /** A socket that does not block and is connecting or connected; or why it is not. */
  startConnecting(to: DriverAddress): number | Failure;
  /** A UDP socket that does not block and is bound; or why there is none. */
  bindDatagrams(at: IpDriverAddress, options: DriverBindOptions): number | Failure;
  /** A `struct sockaddr_in` or `sockaddr_in6` (ip(7), ipv6(7)). */
  socketAddress(of: IpDriverAddress): Uint8Array;
  /** if_nametoindex(3): 0 where there is no such interface. */
  interfaceIndex(name: string): number;
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
    if_nametoindex: { args: ["ptr"], returns: "u32" },
    inet_pton: { args: ["i32", "ptr", "ptr"], returns: "i32" },
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
const AF = { unix: 1, ipv4: 2, ipv6: 10 };
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const EINPROGRESS = 115;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SO_BROADCAST = 6;
const SO_REUSEPORT = 15;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;
const SO_KEEPALIVE = 9;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const TCP_KEEPIDLE = 4;
const EPOLL_CTL_MOD = 3;
/** `struct epoll_event` is packed on x86-64 alone. */
const EPOLL_DATA_AT = process.arch === "x64" ? 4 : 8;

/** Where getpeername(2) puts what nobody reads: a `struct sockaddr_storage` has room for any address. */
const address = new Uint8Array(128);
const addressLength = new Uint32Array(1);

function calls(libc: Libc): Kernel {
  function errno(): number {
    return read.i32(Number(libc.__errno_location()) as Pointer);
  }

  function interfaceIndex(name: string): number {
    return libc.if_nametoindex(ptr(terminated(name)));
  }

  function ipSocketAddress(to: IpDriverAddress): Uint8Array {
    const isIpv6 = to.family === "ipv6";
    const [host = "", zone] = to.host.split("%", 2);
    const bytes = new Uint8Array(isIpv6 ? 28 : 16);
    const fields = new DataView(bytes.buffer);
    fields.setUint16(0, AF[to.family], true);
    fields.setUint16(2, to.port);
    libc.inet_pton(AF[to.family], ptr(terminated(host)), ptr(bytes, isIpv6 ? 8 : 4));
    if (zone !== undefined) fields.setUint32(24, Number(zone) || interfaceIndex(zone), true);
    return bytes;
  }

  function setOption(descriptor: number, level: number, name: number, value: number | Uint8Array): void {
    const data = typeof value === "number" ? new Int32Array([value]) : value;
    const refused = libc.setsockopt(descriptor, level, name, ptr(data), data.byteLength) !== 0;
    if (refused) throw failureOfErrno(errno(), "setsockopt");
  }

  return {
    startConnecting(to) {
      const address = to.family === "unix" ? unixSocketAddress(to.path) : ipSocketAddress(to);
      const descriptor = libc.socket(AF[to.family], SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      if (descriptor < 0) return failureOfErrno(errno(), "socket");
      if (libc.connect(descriptor, ptr(address), address.length) === 0) return descriptor;
      const reason = errno();
      if (reason === EINPROGRESS) return descriptor;
      libc.close(descriptor);
      return failureOfErrno(reason, "connect");
    },

    bindDatagrams(at, { ipv6Only, reuseAddress, reusePort, broadcast }) {
      const address = ipSocketAddress(at);
      const descriptor = libc.socket(AF[at.family], SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      if (descriptor < 0) return failureOfErrno(errno(), "socket");
      // Whatever net.ipv6.bindv6only says.
      if (at.family === "ipv6") setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, ipv6Only ? 1 : 0);
      if (reuseAddress) setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
      if (reusePort) setOption(descriptor, SOL_SOCKET, SO_REUSEPORT, 1);
      // Before a peer is set, which may be a broadcast address (connect(2), EACCES).
      if (broadcast) setOption(descriptor, SOL_SOCKET, SO_BROADCAST, 1);
      if (libc.bind(descriptor, ptr(address), address.length) === 0) return descriptor;
      const reason = errno();
      libc.close(descriptor);
      return failureOfErrno(reason, "bind");
    },

    socketAddress: ipSocketAddress,
    interfaceIndex,
    setOption,

    close(descriptor) {
      libc.close(descriptor);
    },

    listen(descriptor, backlog) {
      if (libc.listen(descriptor, backlog) !== 0) throw failureOfErrno(errno(), "listen");
    },

    setNoDelay(descriptor, on) {
      setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, on ? 1 : 0);
    },

    setKeepAlive(descriptor, on, idle) {
      setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, on ? 1 : 0);
      if (on && idle !== undefined) setOption(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, idle / 1000);
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

/** A path with its closing NUL; an abstract name ends with the address's length instead (unix(7)). */
function unixSocketAddress(path: string): Uint8Array {
  const text = path.startsWith("\0") ? new TextEncoder().encode(path) : terminated(path);
  const bytes = new Uint8Array(2 + text.length);
  new DataView(bytes.buffer).setUint16(0, AF.unix, true);
  bytes.set(text, 2);
  return bytes;
}

function terminated(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\0`);
}
