import { Mismatch } from "./case.ts";
import type { DatagramEnd, ReceivedDatagram } from "./datagrams.ts";
import { type Bytes, isActorError, type Stage } from "./stage.ts";

/** The next datagram, and it has exactly these bytes. */
export async function expectDatagram(end: DatagramEnd, expected: Bytes): Promise<ReceivedDatagram> {
  const wanted = `a datagram of ${expected.length} bytes`;
  let received: ReceivedDatagram;
  try {
    received = await end.receive({ expect: expected });
  } catch (error) {
    throw asMismatch(wanted, error);
  }
  expectSame(received, expected, wanted);
  return received;
}

/** No datagram comes within `window` milliseconds. */
export async function expectSilence(end: DatagramEnd, window: number): Promise<void> {
  const wanted = `no datagram within ${window} ms`;
  let received: ReceivedDatagram;
  try {
    received = await end.receive({ timeout: window });
  } catch (error) {
    if (isActorError(error, "ETIMEDOUT")) return;
    throw asMismatch(wanted, error);
  }
  throw new Mismatch(wanted, `${received.count} bytes from ${received.from}`);
}

/**
 * Answers to questions that were asked again, and may still come: their bytes by their SHA-256, and how many. Loss and delay look the same
 * to who waits.
 */
const late = new WeakMap<DatagramEnd, Map<string, number>>();

/**
 * Sends a datagram to the service and receives its answer. What may have been lost (RFC 768, introduction: delivery is not guaranteed)
 * is sent again, each time after twice as long, for as long as the stage is patient. Gives how often it was sent.
 */
export async function expectAnswer(
  stage: Stage,
  client: DatagramEnd,
  data: Bytes,
  expected: Bytes,
  options: { readonly isConnected?: boolean } = {},
): Promise<{ readonly asked: number; readonly from: string }> {
  const wanted = `an answer of ${expected.length} bytes`;
  const to = options.isConnected === true ? undefined : stage.service.address;
  let waited = 0;
  for (let asked = 1, wait = 2 * stage.window; ; asked++, wait *= 2) {
    await client.send(data, to);
    try {
      const received = await receiveButLate(client, expected, wait);
      expectSame(received, expected, wanted);
      if (asked > 1) expectLate(client, received.sha256, asked - 1);
      return { asked, from: received.from };
    } catch (error) {
      waited += wait;
      if (!isActorError(error, "ETIMEDOUT") || waited > stage.patience) {
        throw asMismatch(`${wanted}, of ${asked} that were asked for`, error);
      }
    }
  }
}

function expectLate(client: DatagramEnd, sha256: string, count: number): void {
  const own = late.get(client) ?? new Map<string, number>();
  own.set(sha256, (own.get(sha256) ?? 0) + count);
  late.set(client, own);
}

/** The next datagram that is not a late answer to an earlier question. */
async function receiveButLate(client: DatagramEnd, expected: Bytes, timeout: number): Promise<ReceivedDatagram> {
  const end = performance.now() + timeout;
  for (;;) {
    const left = Math.max(1, Math.ceil(end - performance.now()));
    const received = await client.receive({ expect: expected, timeout: left });
    const isAnswer = received.divergence === null && received.count === expected.length;
    if (isAnswer || !takeLate(client, received.sha256)) return received;
  }
}

function takeLate(client: DatagramEnd, sha256: string): boolean {
  const own = late.get(client);
  const count = own?.get(sha256) ?? 0;
  if (count > 0) own?.set(sha256, count - 1);
  return count > 0;
}

/** No further datagram comes within the stage's window, but for as many late answers as were asked for besides. */
export async function expectNoMore(stage: Stage, client: DatagramEnd, asked: number): Promise<void> {
  for (let more = 1; more < asked; more++) {
    try {
      await client.receive({ timeout: stage.patience });
    } catch (error) {
      if (isActorError(error, "ETIMEDOUT")) return;
      throw error;
    }
  }
  await expectSilence(client, stage.window);
}

function expectSame({ count, divergence, truncated }: ReceivedDatagram, expected: Bytes, wanted: string): void {
  if (divergence !== null) {
    const { offset } = divergence;
    const here = divergence.expected || "nothing";
    throw new Mismatch(`${wanted}; ${here} at ${offset}`, `${divergence.actual} at ${offset}`);
  }
  if (count !== expected.length || truncated)
    throw new Mismatch(wanted, `${count} bytes${truncated ? ", cut off" : ""}`);
}

/** Whatever is not an answer of an actor is a fault of the suite and stays what it is. */
function asMismatch(wanted: string, error: unknown): unknown {
  if (!isActorError(error) || error.code === "ENOTSUP") return error;
  const actual = error.code === "ETIMEDOUT" ? "nothing" : error.code;
  return new Mismatch(wanted, `${actual} (${error.message})`, { cause: error });
}
