import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { once } from "node:events";
import process from "node:process";
import { type SocketDuplex, toDuplex } from "@anysock/duplex";
import { connect } from "anysock";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { DatabaseServer, missing, postgres } from "./database-server.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const why = missing(postgres);

describe.skipIf(why !== null)(
  `pg over a duplex, with a real PostgreSQL${why === null ? "" : ` (skipped: ${why})`}`,
  () => {
    let server: DatabaseServer;
    const clients: pg.Client[] = [];
    const duplexes: SocketDuplex[] = [];
    const rejections: unknown[] = [];
    const note = (reason: unknown): void => void rejections.push(reason);

    beforeAll(async () => {
      process.on("unhandledRejection", note);
      server = await DatabaseServer.start(postgres);
    });
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.end();
      for (const duplex of duplexes.splice(0)) expect(duplex.destroyed).toBe(true);
      expect(rejections).toEqual([]);
    });
    afterAll(async () => {
      await server?.stop();
      process.off("unhandledRejection", note);
    });

    async function client(options: { host?: string; pipeline?: boolean } = {}): Promise<pg.Client> {
      const stream = (): SocketDuplex => {
        const duplex = toDuplex(connect);
        duplexes.push(duplex);
        return duplex;
      };
      const made = new pg.Client({
        ...{ host: "127.0.0.1", port: server.port, user: "anysock", database: "postgres", stream },
        ...options,
      });
      clients.push(made);
      await made.connect();
      return made;
    }

    test("queries go by way of anysock, over TCP and over a Unix socket", async () => {
      const byTcp = await client();
      expect((await byTcp.query("select inet_server_port() as port")).rows).toEqual([{ port: server.port }]);
      expect(duplexes).toHaveLength(1);
      expect(duplexes[0]?.remotePort).toBe(server.port);
      const byUnix = await client({ host: server.folder });
      expect((await byUnix.query("select inet_server_port() as port, 6 * 7 as answer")).rows).toEqual([
        { port: null, answer: 42 },
      ]);
      expect(duplexes[1]?.remoteAddress).toBeUndefined();
    });

    test("a value of 5 MB arrives whole, both ways", async () => {
      const value = Buffer.from(Uint8Array.from({ length: 5_000_000 }, (_, at) => (at * 7 + (at >> 8)) & 0xff));
      const { rows } = await (await client()).query("select $1::bytea as value, md5($1::bytea) as digest", [value]);
      expect(Buffer.compare(rows[0].value, value)).toBe(0);
      expect(rows[0].digest).toBe(createHash("md5").update(value).digest("hex"));
    });

    test("1,000 queries at once are answered each, in order", async () => {
      const made = await client();
      const answers = await Promise.all(
        Array.from(
          { length: 1000 },
          async (_, number) => (await made.query("select $1::int as n", [number])).rows[0].n,
        ),
      );
      expect(answers).toEqual(Array.from({ length: 1000 }, (_, number) => number));
    });

    test("100,000 rows come through a reader of its own pace", async () => {
      const { rows } = await (await client()).query(
        "select n, repeat('x', 100) as filler from generate_series(1, 100000) n",
      );
      expect([rows.length, rows.at(-1).n]).toEqual([100_000, 100_000]);
    });

    test("NOTIFY of one connection is heard by another's LISTEN", async () => {
      const [listener, speaker] = [await client(), await client()];
      await listener.query("listen news");
      const heard = once(listener, "notification");
      await speaker.query("select pg_notify('news', 'extra')");
      expect((await heard)[0]).toMatchObject({ channel: "news", payload: "extra" });
    });

    test("the client's end is clean: the server sees it go", async () => {
      const [leaving, watcher] = [await client(), await client()];
      const { rows } = await leaving.query("select pg_backend_pid() as pid");
      await leaving.end();
      clients.splice(clients.indexOf(leaving), 1);
      // The backend has gone by the time that its FIN has come, or soon after: the server tells.
      let left = 1;
      while (left > 0) {
        const found = await watcher.query("select pid from pg_stat_activity where pid = $1", [rows[0].pid]);
        left = found.rowCount ?? 0;
      }
      expect(duplexes[0]?.errored).toBeNull();
    });

    test("the server's end is an error that says why, and the end", async () => {
      const [victim, other] = [await client(), await client()];
      const { rows } = await victim.query("select pg_backend_pid() as pid");
      const told: { code?: string; message: string }[] = [];
      victim.on("error", (error) => told.push(error));
      const ended = once(victim, "end").catch((error) => error);
      const asleep = victim.query("select pg_sleep(60)").catch((error: { code?: string }) => error.code);
      await other.query("select pg_terminate_backend($1)", [rows[0].pid]);
      expect(await asleep).toBe("57P01");
      await ended;
      expect(duplexes[0]?.destroyed).toBe(true);
    });

    test("nobody there is ECONNREFUSED, with what was tried", async () => {
      const lonely = new pg.Client({ host: "127.0.0.1", port: 1, stream: () => toDuplex(connect) });
      await expect(lonely.connect()).rejects.toMatchObject({ code: "ECONNREFUSED", operation: "connect" });
    });

    test("a server killed in mid-query is an error, and no hang", async () => {
      const victim = await client();
      const { rows } = await victim.query("select pg_backend_pid() as pid");
      victim.on("error", () => {});
      const asleep = victim.query("select pg_sleep(60)").then(
        () => "answered",
        (error: Error) => error.message,
      );
      process.kill(rows[0].pid, "SIGKILL");
      expect(await asleep).toMatch(/terminated unexpectedly|ECONNRESET/);
    });
  },
);
