import { MAX_DATAGRAM_IPV6 } from "@anysock/core";
import { type DatagramSocket, SocketError } from "anysock";
import type { Source } from "./conversation.ts";

const NEWLINE = 0x0a;

/**
 * Sends each line of `source`, its newline with it, as a datagram, and gives `take` the bytes of each that comes, which are its own until it
 * settles. Ends when nothing has come for `silence` milliseconds after the end of the source, and rejects with the failure that came first.
 */
export async function exchange(
  socket: DatagramSocket,
  source: Source,
  take: (data: Uint8Array) => Promise<void>,
  silence: number,
): Promise<void> {
  const ended = new AbortController();
  let failure: unknown = null;
  // What has been answered by the time that sending fails is written all the same.
  void sendLines(socket, source)
    .catch((error: unknown) => {
      failure ??= error;
    })
    .finally(() => ended.abort());
  const memory = new Uint8Array(MAX_DATAGRAM_IPV6);
  for (;;) {
    const isLast = ended.signal.aborted;
    try {
      const { length } = await socket.receive(memory, isLast ? { timeout: silence } : { signal: ended.signal });
      await take(memory.subarray(0, length));
    } catch (error) {
      const isOver = error instanceof SocketError && (error.code === "ETIMEDOUT" || error.code === "ECANCELED");
      if (!isOver) throw failure ?? error;
      if (!isLast) continue;
      if (failure !== null) throw failure;
      return;
    }
  }
}

async function sendLines(socket: DatagramSocket, source: Source): Promise<void> {
  for await (const line of linesOf(source)) await socket.send(line);
}

/** Each line with its newline, and what comes after the last. A line that is longer than any datagram is given as far as it has come. */
async function* linesOf(source: Source): AsyncGenerator<Uint8Array, void> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of source) {
    rest = joined(rest, chunk);
    let begin = 0;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE, begin)) {
      yield rest.subarray(begin, end + 1);
      begin = end + 1;
    }
    rest = rest.subarray(begin);
    if (rest.length <= MAX_DATAGRAM_IPV6) continue;
    yield rest;
    rest = rest.subarray(rest.length);
  }
  if (rest.length > 0) yield rest;
}

function joined(rest: Uint8Array, chunk: Uint8Array): Uint8Array {
  if (rest.length === 0) return chunk;
  const all = new Uint8Array(rest.length + chunk.length);
  all.set(rest);
  all.set(chunk, rest.length);
  return all;
}
