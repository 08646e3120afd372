/** What every client does, in the native ones and the adapters' alike: it is told an order at a time on stdin, and answers on stdout. */
import process from "node:process";
import { createInterface } from "node:readline";
import type { ConnectOrder, ConnectSample, Refusal } from "./order.ts";

/** A way to connect. */
export interface Client<Connection> {
  connect(host: string, port: number): Promise<Connection>;
  /** Sends FIN and waits for the peer's, so that one connection's end is not part of the next one's beginning. */
  close(connection: Connection): Promise<unknown>;
}

/**
 * Attempts at one address. A closed connection keeps its port for a minute (TIME-WAIT, RFC 9293, 3.6.1), and each address of the loopback
 * has 28,232 ephemeral ports.
 */
const PER_ADDRESS = 10_000;

let attempts = 0;

function nextHost(): string {
  const address = Math.floor(attempts++ / PER_ADDRESS) % 60_000;
  return `127.${1 + (address >> 8)}.${address & 0xff}.1`;
}

export async function serveOrders<Connection>(client: Client<Connection>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    let answer: ConnectSample | Refusal;
    try {
      answer = await measure(client, JSON.parse(line) as ConnectOrder);
    } catch (error) {
      answer = { error: error instanceof Error ? error.message : String(error) };
    }
    console.log(JSON.stringify(answer));
  }
  process.exit(0);
}

async function measure<Connection>(
  client: Client<Connection>,
  { port, window, refused }: ConnectOrder,
): Promise<ConnectSample> {
  const took: number[] = [];
  for (const end = performance.now() + window; performance.now() < end; ) {
    const host = nextHost();
    await atRest();
    took.push(refused ? await timeRefused(client, host, port) : await timeEstablished(client, host, port));
  }
  return { p50: percentile(took, 50), p99: percentile(took, 99), attempts: took.length };
}

/**
 * What a closed connection leaves to the event loop is no part of the next attempt: Node.js tells of a close behind the immediates of the
 * turn it came in, so it takes two.
 */
async function atRest(): Promise<void> {
  for (let turns = 0; turns < 2; turns++) await new Promise((resolve) => setImmediate(resolve));
}

async function timeEstablished<Connection>(client: Client<Connection>, host: string, port: number): Promise<number> {
  const began = performance.now();
  const connection = await client.connect(host, port);
  const took = performance.now() - began;
  await client.close(connection);
  return took * 1000;
}

async function timeRefused<Connection>(client: Client<Connection>, host: string, port: number): Promise<number> {
  const began = performance.now();
  try {
    await client.connect(host, port);
  } catch {
    return (performance.now() - began) * 1000;
  }
  throw new Error(`somebody listens at ${host}:${port}`);
}

/** The smallest value that so many in a hundred do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN;
}
