import { setTimeout as after } from "node:timers/promises";
import type { Connection } from "@anysock/core";
import type { DatagramCase, StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import type { PeerEnd } from "../peer.ts";
import type { Setting } from "../setting.ts";

/** In milliseconds, from when it has nothing more to do: a process that ends by itself does so at once. */
const PATIENCE = 3000;

/** What a process is left with, and how that is called in its program. */
const ending: Readonly<Record<string, string>> = {
  idle: "an idle connection",
  unclaimed: "a connection that nobody has claimed, of a listener after unref",
  "listener-unref": "a listener after unref",
  "listener-closed": "a listener that was closed, and an accept that it ended",
  "accept-unref": "a pending accept with a timeout, after unref",
  "read-unref": "a pending read after unref",
  "read-cancelled": "a read that was cancelled",
  aborted: "a connection that was aborted",
};

const staying: Readonly<Record<string, string>> = {
  listener: "an open listener",
  "listener-ref": "an open listener after unref and ref",
  accept: "a pending accept, whose listener was unreferenced before it and is referenced again since",
  read: "a pending read",
  "read-ref": "a pending read after unref and ref",
  write: "a pending write",
};

/** The same of a datagram socket, which is the process's last. */
const endingDatagrams: Readonly<Record<string, string>> = {
  bind: "a datagram socket on which nothing waits",
  "receive-unref": "a pending receive after unref",
  "receive-cancelled": "a receive that was cancelled",
};

const stayingDatagrams: Readonly<Record<string, string>> = {
  receive: "a pending receive",
  "receive-ref": "a pending receive after unref and ref",
};

/** What all of them have in common. */
const rule = { over: "streams", transports: ["tcp4"], verifies: ["LIFETIME-6"] } as const;

/** The same of datagrams. */
const datagramRule = { over: "datagrams", transports: ["udp4"], verifies: ["LIFETIME-6"] } as const;

/** What keeps a process alive, and what a process has left behind. */
export const processCases: readonly (StreamCase | DatagramCase)[] = [
  ...Object.entries(ending).map(
    ([state, what]): StreamCase => ({
      ...rule,
      id: `api/process/ends/${state}`,
      title: `a process is not kept alive by ${what}`,
      convicts: `a process that has nothing but ${what} does not end by itself`,
      async play(setting) {
        expect(await run(setting, state)).toEqual(["ready"]);
      },
    }),
  ),
  {
    ...rule,
    id: "api/process/ends/drain",
    title: "a process is kept alive by a drain until its timeout, whatever the handlers wait for",
    convicts: "drain() waits for handlers that hold no process, and its own timer holds none either",
    async play(setting: Setting) {
      expect(await run(setting, "drain")).toEqual(["ready"]);
    },
  },
  ...Object.entries(staying).map(
    ([state, what]): StreamCase => ({
      ...rule,
      id: `api/process/stays/${state}`,
      title: `a process is kept alive by ${what}`,
      convicts: `a process that waits for ${what} ends, as one of Deno's does with a listener that nobody asks`,
      async play(setting) {
        // The program waits for one message of its own, which an ended process would not print.
        expect(await run(setting, state)).toEqual(["ready", "alive"]);
      },
    }),
  ),
  ...Object.entries(endingDatagrams).map(
    ([state, what]): DatagramCase => ({
      ...datagramRule,
      id: `api/process/ends/${state}`,
      title: `a process is not kept alive by ${what}`,
      convicts: `a process that has nothing but ${what} does not end by itself`,
      async play(setting) {
        expect(await run(setting, state)).toEqual(["ready"]);
      },
    }),
  ),
  ...Object.entries(stayingDatagrams).map(
    ([state, what]): DatagramCase => ({
      ...datagramRule,
      id: `api/process/stays/${state}`,
      title: `a process is kept alive by ${what}`,
      convicts: `a process that waits for ${what} of a datagram socket ends`,
      async play(setting) {
        expect(await run(setting, state)).toEqual(["ready", "alive"]);
      },
    }),
  ),
  {
    id: "api/process/descriptors",
    title: "200 connections, made and accepted, and closed in every way, leave no descriptor behind",
    verifies: ["LIFETIME-4"],
    convicts: "one way to end a connection leaves its descriptor open (libp2p/js-libp2p-tcp#141)",
    over: "streams",
    limit: 60_000,
    ends: true,
    async play(setting) {
      const listener = await setting.listen();
      for (let round = 0; round < ROUNDS; round++) {
        await Promise.all(ways.map(async (way) => way(await setting.connected())));
        for (const way of ways) await way(await setting.accepted(listener));
      }
      // What stays open is found by whoever plays it.
    },
  },
];

interface Ends {
  readonly connection: Connection;
  readonly end: PeerEnd;
}

const SMALL = new Uint8Array(100);

/** How a connection may come to its end. */
const ways: readonly ((ends: Ends) => Promise<void>)[] = [
  async ({ connection, end }) => {
    const closing = connection.close();
    await end.close();
    await closing;
  },
  async ({ connection }) => connection.abort(),
  async ({ connection }) => void (await connection.close({ timeout: 1 })),
  async ({ connection, end }) => {
    await end.reset();
    // A Unix socket has no reset: there it is the peer's end, and ours is still to come.
    const chunk = await connection.readChunk().catch(() => undefined);
    if (chunk === null) await connection.closeWrite();
  },
  async ({ connection, end }) => {
    await end.close();
    await connection.readChunk();
    await connection.closeWrite();
  },
  async ({ connection, end }) => {
    await connection.closeWrite();
    await end.close();
    await connection.readChunk();
  },
  async ({ connection }) => {
    await connection.readChunk({ timeout: 1 }).catch(() => {});
    connection.abort();
  },
  async ({ connection }) => {
    const write = connection.write(new Uint8Array(8 * 1024 * 1024), { timeout: 1 });
    await write.catch(() => {});
  },
  async ({ connection, end }) => {
    await end.send(100);
    await connection.close({ timeout: 1 });
  },
  async ({ connection, end }) => {
    await connection.write(SMALL);
    await end.send(100);
    for await (const _chunk of connection) break;
    await connection.close({ timeout: 1 });
  },
];

/** So many that there are 200. */
const ROUNDS = 200 / (2 * ways.length);

/** What the process printed before it ended by itself; that it was kept alive is then said. */
async function run(setting: Pick<Setting, "command" | "start">, state: string): Promise<readonly string[]> {
  const running = setting.start(setting.command("lifetime-program", state));
  const said = [await running.line()];
  const over = new AbortController();
  const kept = after(PATIENCE, ["was kept alive"], { signal: over.signal });
  said.push(...(await Promise.race([running.rest(), kept])));
  over.abort();
  kept.catch(() => {});
  if (said.includes("was kept alive")) return said;
  const { status, errors } = await running.ended;
  return status === 0 ? said : [...said, errors];
}
