import { createHash } from "node:crypto";
import process from "node:process";
import { type DuplexOptions, type SocketDuplex, toDuplex } from "@anysock/duplex";
import { connect, SocketError } from "anysock";
import { afterEach, expect, vi } from "vitest";
import { Peer } from "./peer.ts";

vi.setConfig({ testTimeout: 20_000 });

const peers: Peer[] = [];
const uncaught: unknown[] = [];
process.on("unhandledRejection", (reason) => void uncaught.push(reason));

afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.end();
  expect(uncaught.splice(0)).toEqual([]);
});

export const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** Ended after the test. */
export function keep(peer: Peer): Peer {
  peers.push(peer);
  return peer;
}

export interface Played {
  readonly peer: Peer;
  readonly duplex: SocketDuplex;
  /** The events in their order, of those that tell how it ends. */
  readonly events: string[];
  /** `'close'` has come. */
  readonly closed: Promise<unknown>;
}

/** A duplex over a connection to a raw peer that plays these steps. */
export async function play(steps: readonly string[], options: DuplexOptions = {}): Promise<Played> {
  const peer = keep(await Peer.play(...steps));
  const duplex = toDuplex(await connect({ host: "127.0.0.1", port: peer.port }), options);
  const events: string[] = [];
  for (const name of ["end", "finish", "close"]) duplex.on(name, () => events.push(name));
  duplex.on("error", (error) => events.push(error instanceof SocketError ? error.code : String(error)));
  const closed = new Promise((resolve) => duplex.once("close", resolve));
  return { peer, duplex, events, closed };
}
