import type { SocketErrorCode } from "@anysock/core";
import { Mismatch } from "./case.ts";
import { type ActorError, type Bytes, isActorError, type Peer, type ReadOptions, type Received } from "./stage.ts";

/** Reads exactly these bytes; what follows them is left alone. */
export async function expectBytes(peer: Peer, expected: Bytes, options: ReadOptions = {}): Promise<void> {
  const wanted = `${describe(expected)}`;
  const received = await readOr(wanted, peer.read(expected.length, { ...options, expect: expected }));
  expectSame(received, expected, wanted);
}

/** Reads exactly these bytes and then the end: a FIN, no reset, nothing besides. */
export async function expectRest(peer: Peer, expected: Bytes, options: ReadOptions = {}): Promise<void> {
  const wanted = expected.length === 0 ? "the end, and nothing before it" : `${describe(expected)}, then the end`;
  const received = await readOr(wanted, peer.readToEnd({ ...options, expect: expected }));
  expectSame(received, expected, wanted);
}

/** Reads so many bytes, whatever they are. */
export async function expectAnyBytes(peer: Peer, length: number, options: ReadOptions = {}): Promise<Received> {
  const received = await readOr(plural(length), peer.read(length, options));
  if (received.count !== length) throw new Mismatch(plural(length), describeReceived(received));
  return received;
}

/** Reads the end of the stream, and nothing before it. */
export function expectEnd(peer: Peer): Promise<void> {
  return expectRest(peer, new Uint8Array(0));
}

/** Nothing comes within `window` milliseconds: no byte and no end. */
export async function expectNothing(peer: Peer, window: number): Promise<void> {
  const wanted = `nothing within ${window} ms`;
  let received: Received;
  try {
    received = await peer.readSome({ timeout: window, bytes: true });
  } catch (error) {
    if (isActorError(error, "ETIMEDOUT")) return;
    throw asMismatch(wanted, error);
  }
  throw new Mismatch(wanted, received.count > 0 ? describeReceived(received) : "the end of the stream");
}

/** The stream does not end within `window` milliseconds. Bytes may come. */
export async function expectOpen(peer: Peer, window: number): Promise<void> {
  const wanted = `a connection that is still open after ${window} ms`;
  // One read after the other: a peer that sends all the time would keep a single read to the end going for ever.
  const until = performance.now() + window;
  for (let left = window; left > 0; left = until - performance.now()) {
    try {
      const { count } = await peer.readSome({ timeout: Math.ceil(left) });
      if (count === 0) throw new Mismatch(wanted, "the end of the stream");
    } catch (error) {
      if (isActorError(error, "ETIMEDOUT")) return;
      throw asMismatch(wanted, error);
    }
  }
}

/**
 * Sends while it reads. What was read tells more than why sending failed, so a failure to read is told first, and at
 * once: what a peer that is not read any more leaves unsent would otherwise be waited for.
 */
export async function meanwhile(sending: Promise<unknown>, expectation: Promise<void>): Promise<void> {
  const sent = Promise.allSettled([sending]);
  await expectation;
  const [result] = await sent;
  if (result.status === "rejected") throw asMismatch("all of it is sent", result.reason);
}

/** The promise rejects with one of these codes. Gives the error, for its `received`. */
export async function expectFailure(
  promise: Promise<unknown>,
  codes: readonly [SocketErrorCode, ...SocketErrorCode[]],
  what: string,
): Promise<ActorError> {
  const wanted = `${what} fails with ${codes.join(" or ")}`;
  try {
    await promise;
  } catch (error) {
    if (isActorError(error, ...codes)) return error;
    throw asMismatch(wanted, error);
  }
  throw new Mismatch(wanted, "success");
}

/** The promise fulfils; a failure of the subject becomes a mismatch that says what was expected instead. */
export async function expectSuccess<T>(promise: Promise<T>, what: string): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw asMismatch(what, error);
  }
}

export function expectEqual<T extends string | number | boolean | null>(actual: T, expected: T, what: string): void {
  if (actual !== expected) throw new Mismatch(`${what} ${expected}`, String(actual));
}

export function expectAtMost(actual: number, limit: number, what: string): void {
  if (actual > limit) throw new Mismatch(`${what}: at most ${limit}`, String(actual));
}

/** `5 bytes 68656c6c6f`, or only the size where there are many. */
function describe(bytes: Bytes): string {
  if (bytes instanceof Uint8Array && bytes.length > 0 && bytes.length <= 16) {
    return `${plural(bytes.length)} ${hex(bytes)}`;
  }
  return plural(bytes.length);
}

/** The bytes of a text, in UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function expectSame(received: Received, expected: Bytes, wanted: string): void {
  const { divergence } = received;
  if (divergence !== null) {
    const { offset } = divergence;
    throw new Mismatch(
      `${wanted}; ${divergence.expected || "nothing"} at ${offset}`,
      `${divergence.actual} at ${offset}`,
    );
  }
  if (received.count !== expected.length) throw new Mismatch(wanted, describeReceived(received));
}

async function readOr(wanted: string, reading: Promise<Received>): Promise<Received> {
  try {
    return await reading;
  } catch (error) {
    throw asMismatch(wanted, error);
  }
}

/** Whatever is not an answer of an actor is a fault of the suite and stays what it is. */
function asMismatch(wanted: string, error: unknown): unknown {
  if (!isActorError(error)) return error;
  // What an actor refuses is judged by what it has declared.
  if (error.code === "ENOTSUP") return error;
  const after = error.received === undefined ? "" : ` after ${describeReceived(error.received)}`;
  return new Mismatch(wanted, `${error.code}${after} (${error.message})`, { cause: error });
}

function describeReceived(received: Received): string {
  const bytes = received.bytes !== undefined && received.bytes.length <= 16 ? ` ${hex(received.bytes)}` : "";
  return `${plural(received.count)}${bytes}${received.end ? ", then the end" : ""}`;
}

function plural(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
