import { Buffer } from "node:buffer";
import { once } from "node:events";
import type { Socket } from "node:net";
import process from "node:process";
import { toDuplex } from "@anysock/duplex";
import { connect } from "anysock";
import { AbstractConnector, Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { DatabaseServer, missing, redis } from "./database-server.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const why = missing(redis);

interface Destination {
  readonly host: string;
  readonly port: number;
}

/** How ioredis is given a stream of one's own. Its types ask for a `Socket`, of which it uses what a `SocketDuplex` has. */
class AnysockConnector extends AbstractConnector {
  readonly #to: Destination;

  constructor(options: unknown) {
    const to = options as Destination & { readonly disconnectTimeout: number };
    super(to.disconnectTimeout);
    this.#to = to;
  }

  async connect(): Promise<Socket> {
    const { host, port } = this.#to;
    this.connecting = true;
    const duplex = toDuplex(connect).connect(port, host) as unknown as Socket;
    duplex.once("error", (error: Error) => {
      this.firstError = error;
    });
    this.stream = duplex;
    return duplex;
  }
}

describe.skipIf(why !== null)(
  `ioredis over a duplex, with a real Redis${why === null ? "" : ` (skipped: ${why})`}`,
  () => {
    let server: DatabaseServer | undefined;
    const doomed: DatabaseServer[] = [];
    const clients: Redis[] = [];
    const rejections: unknown[] = [];
    const note = (reason: unknown): void => void rejections.push(reason);

    beforeAll(async () => {
      process.on("unhandledRejection", note);
      server = await DatabaseServer.start(redis);
    });
    afterEach(() => {
      for (const client of clients.splice(0)) client.disconnect();
      expect(rejections).toEqual([]);
    });
    afterAll(async () => {
      for (const one of [...doomed, ...(server === undefined ? [] : [server])]) await one.stop();
      process.off("unhandledRejection", note);
    });

    function client(port: number = server?.port ?? 0): Redis {
      const made = new Redis({ host: "127.0.0.1", port, Connector: AnysockConnector, retryStrategy: () => null });
      clients.push(made);
      return made;
    }

    /** `'end'`, whether an `'error'` comes before it or not, at which `once` would give up. */
    const endOf = (one: Redis): Promise<void> => new Promise((resolve) => one.once("end", () => resolve()));

    test("a value of 5 MB arrives whole, both ways", async () => {
      const value = Buffer.from(Uint8Array.from({ length: 5_000_000 }, (_, at) => (at * 7 + (at >> 8)) & 0xff));
      const made = client();
      expect(await made.set("large", value)).toBe("OK");
      expect(await made.strlen("large")).toBe(value.length);
      expect(Buffer.compare((await made.getBuffer("large")) ?? Buffer.alloc(0), value)).toBe(0);
    });

    test("a pipeline of 1,000 commands is answered each, in order", async () => {
      const made = client();
      const pipeline = made.pipeline();
      for (let number = 0; number < 1000; number++) pipeline.incr("counter");
      const answers = await pipeline.exec();
      expect(answers).toEqual(Array.from({ length: 1000 }, (_, number) => [null, number + 1]));
      const single = await Promise.all(Array.from({ length: 1000 }, () => made.incr("counter")));
      expect(single.at(-1)).toBe(2000);
    });

    test("what one connection publishes is heard by another that subscribed", async () => {
      const [subscriber, publisher] = [client(), client()];
      expect(await subscriber.subscribe("news")).toBe(1);
      const heard = once(subscriber, "message");
      expect(await publisher.publish("news", "extra")).toBe(1);
      expect(await heard).toEqual(["news", "extra"]);
    });

    test("the client's end is clean: 'end' comes, and the server sees it go", async () => {
      const [leaving, watcher] = [client(), client()];
      await leaving.client("SETNAME", "leaving");
      const ended = endOf(leaving);
      expect(await leaving.quit()).toBe("OK");
      await ended;
      while (String(await watcher.client("LIST")).includes("name=leaving"));
    });

    test("the server's end is the end, and what was asked is an error", async () => {
      const [victim, other] = [client(), client()];
      const id = await victim.client("ID");
      const ended = endOf(victim);
      const asleep = victim.blpop("nothing", 0).then(
        () => "answered",
        (error: Error) => error.message,
      );
      // So that it is asleep there.
      while (!String(await other.client("LIST", "ID", String(id))).includes("cmd=blpop"));
      await other.client("KILL", "ID", String(id));
      expect(await asleep).toBe("Connection is closed.");
      await ended;
    });

    test("nobody there is ECONNREFUSED, with what was tried", async () => {
      const lonely = client(1);
      const [error] = await new Promise<unknown[]>((resolve) => lonely.once("error", (...told) => resolve(told)));
      expect(error).toMatchObject({ code: "ECONNREFUSED", operation: "connect" });
    });

    test("a server killed in mid-command is an error, and no hang", async () => {
      const killed = await DatabaseServer.start(redis);
      doomed.push(killed);
      const victim = client(killed.port);
      await victim.ping();
      victim.on("error", () => {});
      const ended = endOf(victim);
      const asleep = victim.blpop("nothing", 0).then(
        () => "answered",
        (error: Error) => error.message,
      );
      await killed.kill();
      expect(await asleep).toMatch(/Connection is closed|ECONNRESET/);
      await ended;
    });
  },
);
