import type { AgentConnection } from "./sockets.ts";

/** Serves one connection, and closes it. */
export type RawService = (connection: AgentConnection) => Promise<void>;

/** Answers one datagram, or not. The data is its own. */
export type RawDatagramService = (data: Uint8Array) => Uint8Array | null;

/** The most that `upper` answers. */
const UPPER_LIMIT = 1024;

/** RFC 862: what comes goes back, until the client's FIN. */
async function echo(connection: AgentConnection): Promise<void> {
  const memory = new Uint8Array(64 * 1024);
  for (;;) {
    const count = await connection.read(memory, {});
    if (count === null) break;
    await connection.write(memory.subarray(0, count), {});
  }
  await connection.close();
}

/** The tutorial's server: the first read in upper case, ASCII letters alone, then the end. */
async function upper(connection: AgentConnection): Promise<void> {
  const memory = new Uint8Array(UPPER_LIMIT);
  const count = await connection.read(memory, {});
  if (count !== null) {
    await connection.write(upperCase(memory.subarray(0, count)), {});
  }
  await connection.close();
}

function upperCase(data: Uint8Array): Uint8Array {
  return data.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
}

/** RFC 863: nothing comes back. */
async function discard(connection: AgentConnection): Promise<void> {
  await untilFin(connection);
  await connection.close();
}

async function untilFin(connection: AgentConnection): Promise<void> {
  const memory = new Uint8Array(64 * 1024);
  while ((await connection.read(memory, {})) !== null);
}

/** RFC 864: lines of 72 characters from the ring of 95, until the client's FIN; what comes is thrown away meanwhile. */
async function chargen(connection: AgentConnection): Promise<void> {
  const block = chargenBlock();
  let hasEnded = false;
  const input = untilFin(connection).finally(() => {
    hasEnded = true;
  });
  input.catch(() => {});
  while (!hasEnded) await connection.write(block, {});
  await input;
  await connection.close();
}

function chargenBlock(): Uint8Array {
  const ring = Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at)).join("");
  const lines = Array.from(ring, (_, at) => `${ring.repeat(2).slice(at, at + 72)}\r\n`).join("");
  return new TextEncoder().encode(lines.repeat(9));
}

/** RFC 867: one line of text. */
async function daytime(connection: AgentConnection): Promise<void> {
  await connection.write(daytimeLine(), {});
  await connection.close();
}

function daytimeLine(): Uint8Array {
  return new TextEncoder().encode(`${new Date().toUTCString()}\r\n`);
}

/** RFC 868: the seconds since 1900 in 32 bits. */
async function time(connection: AgentConnection): Promise<void> {
  await connection.write(seconds1900(), {});
  await connection.close();
}

function seconds1900(): Uint8Array {
  const seconds = new DataView(new ArrayBuffer(4));
  seconds.setUint32(0, Math.floor((Date.now() - Date.UTC(1900, 0, 1)) / 1000));
  return new Uint8Array(seconds.buffer);
}

export const rawServices: Record<string, RawService> = { echo, upper, discard, chargen, daytime, time };

export const rawDatagramServices: Record<string, RawDatagramService> = {
  echo: (data) => data,
  upper: upperCase,
  discard: () => null,
  chargen: () => chargenBlock().subarray(0, Math.floor(Math.random() * 513)),
  daytime: daytimeLine,
  time: seconds1900,
};
