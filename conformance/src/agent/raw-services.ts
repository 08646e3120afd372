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
  const memory = new Uint8Array(64 * 1024);
  while ((await connection.read(memory, {})) !== null);
  await connection.close();
}

export const rawServices: Record<string, RawService> = { echo, upper, discard };

export const rawDatagramServices: Record<string, RawDatagramService> = {
  echo: (data) => data,
  upper: upperCase,
  discard: () => null,
};
