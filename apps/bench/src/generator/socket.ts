import { type Pointer, ptr } from "bun:ffi";
import {
  AF_INET,
  EAGAIN,
  ECONNABORTED,
  errno,
  failed,
  IP_BIND_ADDRESS_NO_PORT,
  libc,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_TRUNC,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_IP,
  SOL_TCP,
  TCP_NODELAY,
} from "./libc.ts";
import { PATTERN_SIZE, pattern, patternAt } from "./pattern.ts";

const ADDRESS_SIZE = 16;
const BACKLOG = 128;
const on = new Int32Array([1]);
const onAt = ptr(on);
const memory = new Uint8Array(PATTERN_SIZE);
const memoryAt = ptr(memory);

/** `struct sockaddr_in` for 127.`second`.`third`.1. */
export function loopback(port: number, second = 0, third = 0): Pointer {
  const address = new Uint8Array(ADDRESS_SIZE);
  const view = new DataView(address.buffer);
  view.setUint16(0, AF_INET, true);
  view.setUint16(2, port, false);
  address.set([127, second, third, 1], 4);
  kept.push(address);
  return ptr(address);
}

/** A pointer alone does not keep memory alive. */
const kept: Uint8Array[] = [];

/** A connected TCP socket. `from` gives it a source address of its own, and so ephemeral ports of its own. */
export function connectTo(to: Pointer, from?: Pointer): number {
  const descriptor = libc.socket(AF_INET, SOCK_STREAM, 0);
  if (descriptor < 0) throw failed("socket");
  libc.setsockopt(descriptor, SOL_TCP, TCP_NODELAY, onAt, 4);
  if (from !== undefined) {
    libc.setsockopt(descriptor, SOL_IP, IP_BIND_ADDRESS_NO_PORT, onAt, 4);
    if (libc.bind(descriptor, from, ADDRESS_SIZE) < 0) throw failed("bind");
  }
  if (libc.connect(descriptor, to, ADDRESS_SIZE) < 0) throw failed("connect");
  return descriptor;
}

/** A TCP socket that is bound to a port of its own on all IPv4 addresses, and refuses everybody until it listens. */
export function boundSocket(): { readonly descriptor: number; readonly port: number } {
  const descriptor = libc.socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (descriptor < 0) throw failed("socket");
  const address = new Uint8Array(ADDRESS_SIZE);
  const view = new DataView(address.buffer);
  view.setUint16(0, AF_INET, true);
  if (libc.bind(descriptor, ptr(address), ADDRESS_SIZE) < 0) throw failed("bind");
  if (libc.getsockname(descriptor, ptr(address), ptr(new Uint32Array([ADDRESS_SIZE]))) < 0) throw failed("getsockname");
  return { descriptor, port: view.getUint16(2, false) };
}

export function listenOn(descriptor: number): void {
  if (libc.listen(descriptor, BACKLOG) < 0) throw failed("listen");
}

/** The next connection, or {@link NOTHING}. */
export function acceptOne(descriptor: number): number {
  const accepted = libc.accept4(descriptor, null, null, SOCK_NONBLOCK);
  if (accepted >= 0) return accepted;
  const code = errno();
  // A connection that was reset before it was accepted is none (accept(2)).
  if (code === EAGAIN || code === ECONNABORTED) return NOTHING;
  throw failed("accept4", code);
}

/** A UDP socket that is connected to the server. */
export function datagramsTo(to: Pointer): number {
  const descriptor = libc.socket(AF_INET, SOCK_DGRAM, 0);
  if (descriptor < 0) throw failed("socket");
  if (libc.connect(descriptor, to, ADDRESS_SIZE) < 0) throw failed("connect");
  return descriptor;
}

/** What was received last, as text. */
export function receivedText(count: number): string {
  return new TextDecoder().decode(memory.subarray(0, count));
}

/** Sends a part of the pattern and waits until all of it is with the kernel. */
export function sendAll(descriptor: number, offset: number, length: number): void {
  const sent = libc.send(descriptor, patternAt(offset), length, MSG_NOSIGNAL);
  if (sent < 0) throw failed("send");
  if (sent !== length) throw new Error(`send took ${sent} of ${length} bytes`);
}

/** Sends as much of a part of the pattern as the kernel takes now; 0 where it takes nothing. */
export function sendSome(descriptor: number, offset: number, length: number): number {
  const sent = libc.send(descriptor, patternAt(offset), length, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) return sent;
  const code = errno();
  if (code === EAGAIN) return 0;
  throw failed("send", code);
}

/** What {@link receive} says when nothing is there. */
export const NOTHING = -1;

/**
 * Takes up to `length` bytes: how many, 0 at the peer's FIN, {@link NOTHING}. They must be the pattern's from `offset` on,
 * which is looked at where `checked`; else they are counted and never copied.
 */
export function receive(descriptor: number, offset: number, length: number, checked: boolean): number {
  const count = libc.recv(descriptor, memoryAt, length, checked ? MSG_DONTWAIT : MSG_DONTWAIT | MSG_TRUNC);
  if (count < 0) {
    const code = errno();
    if (code === EAGAIN) return NOTHING;
    throw failed("recv", code);
  }
  if (checked && Buffer.compare(memory.subarray(0, count), pattern.subarray(offset, offset + count)) !== 0) {
    throw new Error(`the answer is not the echo of what was sent (${count} bytes compared)`);
  }
  return count;
}

export function shutdownWrite(descriptor: number): void {
  if (libc.shutdown(descriptor, SHUT_WR) < 0) throw failed("shutdown");
}

export function close(descriptor: number): void {
  libc.close(descriptor);
}
