import { dlopen, type Pointer, read } from "bun:ffi";
import { getSystemErrorName } from "node:util";

/** Their man pages say the rest. All answer -1 for a failure that {@link errno} names, but for clock_getcpuclockid. */
export interface Libc {
  socket(family: number, type: number, protocol: number): number;
  setsockopt(descriptor: number, level: number, option: number, value: Pointer, length: number): number;
  bind(descriptor: number, address: Pointer, length: number): number;
  connect(descriptor: number, address: Pointer, length: number): number;
  listen(descriptor: number, backlog: number): number;
  accept4(descriptor: number, address: Pointer | null, length: Pointer | null, flags: number): number;
  getsockname(descriptor: number, address: Pointer, length: Pointer): number;
  send(descriptor: number, from: Pointer, length: number, flags: number): number;
  recv(descriptor: number, into: Pointer, length: number, flags: number): number;
  shutdown(descriptor: number, how: number): number;
  close(descriptor: number): number;
  epoll_create1(flags: number): number;
  epoll_ctl(poller: number, change: number, descriptor: number, event: Pointer): number;
  epoll_wait(poller: number, events: Pointer, most: number, milliseconds: number): number;
  clock_gettime(clock: number, time: Pointer): number;
  clock_getcpuclockid(pid: number, clock: Pointer): number;
  prlimit(pid: number, resource: number, next: Pointer | null, last: Pointer | null): number;
  __errno_location(): Pointer | bigint | null;
}

/**
 * The socket calls of Linux themselves. A generator with a runtime's own sockets costs as much per message as the server
 * that it loads, and then no server is ever busy; with these a message costs little more than its system calls, and no
 * C compiler has to be there.
 */
export const libc: Libc = dlopen("libc.so.6", {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
  bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
  connect: { args: ["i32", "ptr", "u32"], returns: "i32" },
  listen: { args: ["i32", "i32"], returns: "i32" },
  accept4: { args: ["i32", "ptr", "ptr", "i32"], returns: "i32" },
  getsockname: { args: ["i32", "ptr", "ptr"], returns: "i32" },
  send: { args: ["i32", "ptr", "u64", "i32"], returns: "i32" },
  recv: { args: ["i32", "ptr", "u64", "i32"], returns: "i32" },
  shutdown: { args: ["i32", "i32"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
  epoll_create1: { args: ["i32"], returns: "i32" },
  epoll_ctl: { args: ["i32", "i32", "i32", "ptr"], returns: "i32" },
  epoll_wait: { args: ["i32", "ptr", "i32", "i32"], returns: "i32" },
  clock_gettime: { args: ["i32", "ptr"], returns: "i32" },
  clock_getcpuclockid: { args: ["i32", "ptr"], returns: "i32" },
  prlimit: { args: ["i32", "i32", "ptr", "ptr"], returns: "i32" },
  __errno_location: { args: [], returns: "ptr" },
}).symbols;

// From <bits/socket.h>, <asm/socket.h>, <netinet/in.h>, <bits/resource.h> and <errno.h>; the same on x86-64 and arm64.
export const AF_INET = 2;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_NONBLOCK = 0o4000;
export const SOL_TCP = 6;
export const TCP_NODELAY = 1;
export const SOL_IP = 0;
/** bind(2) chooses the address and leaves the port to connect(2), which then only has to be free for that peer (ip(7)). */
export const IP_BIND_ADDRESS_NO_PORT = 24;
export const SHUT_WR = 1;
export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;
/** On TCP: the kernel throws the bytes away instead of copying them (tcp(7)). */
export const MSG_TRUNC = 0x20;
export const RLIMIT_NOFILE = 7;
export const EINTR = 4;
export const EAGAIN = 11;
export const ECONNABORTED = 103;

/** Of the call right before. */
export function errno(): number {
  const at = libc.__errno_location();
  return at === null ? 0 : read.i32(at);
}

/** What a failed call said. */
export function failed(call: string, code: number = errno()): Error {
  return new Error(`${call}: ${code === 0 ? "no errno" : getSystemErrorName(-code)}`);
}
