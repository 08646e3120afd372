import type { StreamCase } from "../api-case.ts";
import { eventually } from "../eventually.ts";
import { expect } from "../expect.ts";
import { connectionsOf, freshHost } from "../loopback.ts";
import { ipv4, mapped, NameOfAddresses, portOf, silentListener } from "../name-of-addresses.ts";
import type { PeerListener } from "../peer.ts";
import { closedSince, openDescriptors, type Setting } from "../setting.ts";
import { socketError } from "../socket-error.ts";
import { utf8 } from "./samples.ts";

/** Node.js listens with a backlog of its own choice where it is told 0: only Python's peer can be silent. */
const where = { over: "streams", transports: ["tcp4"], needs: ["python", "ss"] } as const;

/** A port on which somebody listens at another address than those that are tried. */
async function portOfOne({ peer }: Setting): Promise<number> {
  return portOf((await peer.listen({ host: freshHost(), port: 0 })).address);
}

/** Names that give several addresses (RFC 8305). */
export const attemptCases: readonly StreamCase[] = [
  {
    ...where,
    id: "api/attempts/all-refuse",
    title:
      "A name whose addresses all refuse tells each failure, in the order in which they were tried, and waits for no delay",
    verifies: ["CONNECT-8", "CONNECT-9", "CONNECT-13", "CONNECT-16"],
    convicts: "one failure stands for all, or each waits for its delay although nothing is under way",
    async play(setting) {
      const port = await portOfOne(setting);
      const dead = [freshHost(), freshHost(), freshHost()];
      const before = openDescriptors();
      // Had it waited, it would be ETIMEDOUT.
      const options = { attemptDelay: 2000, timeout: 1900 };
      const connecting = new NameOfAddresses(setting, dead.map(ipv4)).connect(port, options);
      await expect(connecting).rejects.toMatchObject({
        ...socketError("ECONNREFUSED"),
        address: { host: "some.example", port },
        attempts: dead.map((host) => ({ ...socketError("ECONNREFUSED"), address: { host, port } })),
      });
      await closedSince(before);
    },
  },
  {
    ...where,
    id: "api/attempts/families-in-turn",
    title: "The addresses of a name are tried with their families in turn, beginning with the first one's",
    verifies: ["CONNECT-12"],
    convicts: "all addresses of one family are tried before the first of the other",
    async play(setting) {
      const port = await portOfOne(setting);
      const [one, two, three] = [freshHost(), freshHost(), freshHost()];
      const name = new NameOfAddresses(setting, [ipv4(one), ipv4(two), mapped(three), ipv4(three)]);
      const order = [one, `::ffff:${three}`, two, three];
      const attempts = order.map((host) => ({ address: { host, port } }));
      await expect(name.connect(port)).rejects.toMatchObject({ attempts });
      expect(name.started).toEqual(order);
    },
  },
  {
    ...where,
    id: "api/attempts/second-wins",
    title:
      "A name whose first address does not answer connects to the second, after the delay, and leaves nothing of the first",
    verifies: ["CONNECT-8", "CONNECT-13", "CONNECT-15"],
    convicts: "the first address is waited for alone, or its attempt goes on after another has won",
    async play(setting) {
      const [host, second] = [freshHost(), freshHost()];
      const first = await silentListener(setting, host);
      const port = portOf(first.address);
      const listener = await setting.peer.listen({ host: second, port });
      const before = openDescriptors();
      const started = performance.now();
      const name = new NameOfAddresses(setting, [ipv4(host), ipv4(second)]);
      const [connection, end] = await Promise.all([name.connect(port, { attemptDelay: 200 }), listener.accept()]);
      // Timers may come some hundred microseconds early.
      expect(performance.now() - started).toBeGreaterThan(199);
      setting.keep(connection);
      expect(connection.remote).toMatchObject({ host: second });
      expect(name.failed).toEqual([]);
      await eventually(() => expect(connectionsOf(port).filter((line) => line.includes("SYN"))).toEqual([]));
      await eventually(() => expect([...openDescriptors()].filter((open) => !before.has(open)).length).toBe(1));
      await connection.write(utf8("alive"));
      expect(await end.receive(5)).toMatchObject({ text: "alive" });
      connection.abort();
      await closedSince(before);
      await Promise.all([first.stop(), listener.stop()]);
    },
  },
  {
    ...where,
    id: "api/attempts/late-first-wins",
    title: "A name connects to its first address, however late it answers, although further attempts have failed",
    verifies: ["CONNECT-14"],
    convicts: "an attempt is killed when its delay is over, so that far hosts cannot be reached",
    async play(setting) {
      const [host, second] = [freshHost(), freshHost()];
      const first = await silentListener(setting, host);
      const port = portOf(first.address);
      const before = openDescriptors();
      const name = new NameOfAddresses(setting, [ipv4(host), ipv4(second)]);
      const connecting = name.connect(port, { attemptDelay: 100 });
      await eventually(() => expect(name.failed).toEqual([second]));
      // Room for one: the kernel asks again, 1 s after its first SYN (RFC 6298, 2).
      await first.accept();
      const [connection, end] = await Promise.all([connecting, first.accept()]);
      setting.keep(connection);
      expect(connection.remote).toMatchObject({ host });
      await connection.write(utf8("late"));
      expect(await end.receive(4)).toMatchObject({ text: "late" });
      connection.abort();
      await closedSince(before);
      await first.stop();
    },
  },
  {
    ...where,
    id: "api/attempts/same-turn",
    title: "Attempts that answer in the same turn are one connection, and the peer sees the end of the other",
    verifies: ["CONNECT-15"],
    convicts: "of two attempts that connect at once the second is forgotten, and stays open",
    async play(setting) {
      const [host, second] = [freshHost(), freshHost()];
      const listeners = [await setting.peer.listen({ host, port: 0 })];
      const port = portOf((listeners[0] as PeerListener).address);
      listeners.push(await setting.peer.listen({ host: second, port }));
      const before = openDescriptors();
      const name = new NameOfAddresses(setting, [ipv4(host), ipv4(second)]);
      name.together = 2;
      const connection = setting.keep(await name.connect(port, { attemptDelay: 10 }));
      expect(connection.remote).toMatchObject({ host });
      const [winner, loser] = await Promise.all(listeners.map((listener) => listener.accept()));
      expect(await loser?.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      await connection.write(utf8("alive"));
      expect(await winner?.receive(5)).toMatchObject({ text: "alive" });
      connection.abort();
      await closedSince(before);
      await Promise.all(listeners.map((listener) => listener.stop()));
    },
  },
  ...(["signal", "timeout"] as const).map(
    (by): StreamCase => ({
      ...where,
      id: `api/attempts/given-up/${by}`,
      title: `A connect to a name that is given up by its ${by} ends all attempts at once, and tells those that had failed`,
      verifies: ["CONNECT-10", "CONNECT-15", "CONNECT-16"],
      convicts: "giving up ends the latest attempt alone, settles late, or hides what had failed",
      async play(setting) {
        const [dead, host, second] = [freshHost(), freshHost(), freshHost()];
        const first = await silentListener(setting, host);
        const port = portOf(first.address);
        const other = await silentListener(setting, second, port);
        const held = connectionsOf(port);
        const before = openDescriptors();
        const name = new NameOfAddresses(setting, [dead, host, second].map(ipv4));
        const control = new AbortController();
        const wait = by === "signal" ? { signal: control.signal } : { timeout: 400 };
        const connecting = name.connect(port, { attemptDelay: 10, ...wait });
        let settled = false;
        connecting.catch(() => {
          settled = true;
        });
        await eventually(() => expect(name.started.length).toBe(3));
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
        await eventually(() => expect(new Set(connectionsOf(port))).toEqual(new Set(held)));
        await Promise.all([first.stop(), other.stop()]);
      },
    }),
  ),
];
