import { type Connection, type ConnectOptions, createSockets, type ResolvedAddress } from "@anysock/core";
import { describe, expect, test, vi } from "vitest";
import { connectionsOf, freshHost, noSs } from "./loopback.ts";
import type { PeerAddress, PeerListener } from "./peer.ts";
import { closedSince, openDescriptors, type Setting } from "./setting.ts";
import { socketError } from "./socket-error.ts";

const bytes = new TextEncoder();

function ipv4(host: string): ResolvedAddress {
  return { family: "ipv4", host };
}

/** The same address on an IPv6 socket (RFC 4291, 2.5.5.2). */
function mapped(host: string): ResolvedAddress {
  return { family: "ipv6", host: `::ffff:${host}` };
}

/** A name with these addresses, and what the adapter is asked to try of them. */
class Name {
  readonly started: string[] = [];
  readonly failed: string[] = [];
  readonly #setting: Setting;
  readonly #addresses: readonly ResolvedAddress[];
  /** Connections that are told to core together, when that many are there. */
  together = 1;

  constructor(setting: Setting, addresses: readonly ResolvedAddress[]) {
    this.#setting = setting;
    this.#addresses = addresses;
  }

  connect(port: number, options: ConnectOptions = {}): Promise<Connection> {
    const { driver } = this.#setting.adapter;
    const told: (() => void)[] = [];
    const { connect } = createSockets({
      ...driver,
      resolve: async () => this.#addresses,
      connect: (to, how, events) => {
        const host = "host" in to ? to.host : "";
        this.started.push(host);
        return driver.connect(to, how, {
          connected: (stream) => {
            told.push(() => events.connected(stream));
            if (told.length === this.together) for (const tell of told) tell();
          },
          failed: (failure) => {
            this.failed.push(host);
            events.failed(failure);
          },
        });
      },
    });
    return connect({ host: "some.example", port }, options);
  }
}

export function attemptsSuite(setting: Setting): void {
  const portOf = (address: PeerAddress): number => ("port" in address ? address.port : 0);

  /** A listener that does not answer: the queue takes backlog + 1, and a further SYN is dropped (listen(2)). */
  async function silent(host: string, port = 0): Promise<PeerListener> {
    const listener = await setting.peer.listen({ host, port }, 0);
    await setting.peer.connect(listener.address);
    return listener;
  }

  /** A port on which somebody listens at the first of these addresses, and nobody at the others. */
  async function portOfOne(): Promise<number> {
    return portOf((await setting.peer.listen({ host: freshHost(), port: 0 })).address);
  }

  describe.skipIf(noSs !== "")(`connect to a name with several addresses${noSs}`, () => {
    test("which all refuse tells each, in the order in which they were tried, and waits for no delay", async () => {
      const port = await portOfOne();
      const dead = [freshHost(), freshHost(), freshHost()];
      const before = openDescriptors();
      // Had it waited, it would be ETIMEDOUT.
      const options = { attemptDelay: 2000, timeout: 1900 };
      const connecting = new Name(setting, dead.map(ipv4)).connect(port, options);
      await expect(connecting).rejects.toMatchObject({
        ...socketError("ECONNREFUSED"),
        address: { host: "some.example", port },
        attempts: dead.map((host) => ({ ...socketError("ECONNREFUSED"), address: { host, port } })),
      });
      await closedSince(before);
    });

    test("takes the families in turn", async () => {
      const port = await portOfOne();
      const [one, two, three] = [freshHost(), freshHost(), freshHost()];
      const name = new Name(setting, [ipv4(one), ipv4(two), mapped(three), ipv4(three)]);
      const order = [one, `::ffff:${three}`, two, three];
      const attempts = order.map((host) => ({ address: { host, port } }));
      await expect(name.connect(port)).rejects.toMatchObject({ attempts });
      expect(name.started).toEqual(order);
    });

    test("of which the first does not answer connects to the second, after the delay, and leaves nothing of the first", async () => {
      const [host, second] = [freshHost(), freshHost()];
      const first = await silent(host);
      const port = portOf(first.address);
      const listener = await setting.peer.listen({ host: second, port });
      const before = openDescriptors();
      const started = performance.now();
      const name = new Name(setting, [ipv4(host), ipv4(second)]);
      const [connection, end] = await Promise.all([name.connect(port, { attemptDelay: 200 }), listener.accept()]);
      // Timers may come some hundred microseconds early.
      expect(performance.now() - started).toBeGreaterThan(199);
      setting.keep(connection);
      expect(connection.remote).toMatchObject({ host: second });
      expect(name.failed).toEqual([]);
      await vi.waitFor(() => expect(connectionsOf(port).filter((line) => line.includes("SYN"))).toEqual([]));
      await vi.waitFor(() => expect([...openDescriptors()].filter((open) => !before.has(open)).length).toBe(1));
      await connection.write(bytes.encode("alive"));
      expect(await end.receive(5)).toMatchObject({ text: "alive" });
      connection.abort();
      await closedSince(before);
      await Promise.all([first.stop(), listener.stop()]);
    });

    test("connects to the first, however late it answers, although further attempts have failed", async () => {
      const [host, second] = [freshHost(), freshHost()];
      const first = await silent(host);
      const port = portOf(first.address);
      const before = openDescriptors();
      const name = new Name(setting, [ipv4(host), ipv4(second)]);
      const connecting = name.connect(port, { attemptDelay: 100 });
      await vi.waitFor(() => expect(name.failed).toEqual([second]));
      // Room for one: the kernel asks again, 1 s after its first SYN (RFC 6298, 2).
      await first.accept();
      const [connection, end] = await Promise.all([connecting, first.accept()]);
      setting.keep(connection);
      expect(connection.remote).toMatchObject({ host });
      await connection.write(bytes.encode("late"));
      expect(await end.receive(4)).toMatchObject({ text: "late" });
      connection.abort();
      await closedSince(before);
      await first.stop();
    });

    test("which answer in the same turn is one connection, and the peer sees the end of the other", async () => {
      const [host, second] = [freshHost(), freshHost()];
      const listeners = [await setting.peer.listen({ host, port: 0 })];
      const port = portOf((listeners[0] as PeerListener).address);
      listeners.push(await setting.peer.listen({ host: second, port }));
      const before = openDescriptors();
      const name = new Name(setting, [ipv4(host), ipv4(second)]);
      name.together = 2;
      const connection = setting.keep(await name.connect(port, { attemptDelay: 10 }));
      expect(connection.remote).toMatchObject({ host });
      const [winner, loser] = await Promise.all(listeners.map((listener) => listener.accept()));
      expect(await loser?.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      await connection.write(bytes.encode("alive"));
      expect(await winner?.receive(5)).toMatchObject({ text: "alive" });
      connection.abort();
      await closedSince(before);
      await Promise.all(listeners.map((listener) => listener.stop()));
    });

    test.each(["signal", "timeout"])(
      "that is given up by its %s ends all attempts at once, and tells those that had failed",
      async (by) => {
        const [dead, host, second] = [freshHost(), freshHost(), freshHost()];
        const first = await silent(host);
        const port = portOf(first.address);
        const other = await silent(second, port);
        const held = connectionsOf(port);
        const before = openDescriptors();
        const name = new Name(setting, [dead, host, second].map(ipv4));
        const control = new AbortController();
        const wait = by === "signal" ? { signal: control.signal } : { timeout: 400 };
        const connecting = name.connect(port, { attemptDelay: 10, ...wait });
        let settled = false;
        connecting.catch(() => {
          settled = true;
        });
        await vi.waitFor(() => expect(name.started.length).toBe(3));
        if (by === "signal") {
          control.abort("why");
          // Before anything else can happen.
          await new Promise((resolve) => setImmediate(resolve));
          expect(settled).toBe(true);
        }
        await expect(connecting).rejects.toMatchObject({
          ...socketError(by === "signal" ? "ECANCELED" : "ETIMEDOUT"),
          attempts: [{ ...socketError("ECONNREFUSED"), address: { host: dead, port } }],
        });
        await closedSince(before);
        await vi.waitFor(() => expect(new Set(connectionsOf(port))).toEqual(new Set(held)));
        await Promise.all([first.stop(), other.stop()]);
      },
    );
  });
}
