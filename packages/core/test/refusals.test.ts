import {
  type Capability,
  createSockets,
  type Driver,
  optionTable,
  pipe,
  type Sockets,
  serve,
  serveDatagrams,
} from "@anysock/core";
import { describe, expect, test } from "vitest";
// @boundaries-ignore The table is data of the specification, which stands on core; here core is held to it without a runtime.
import { type Refusal, type RefusalScene, refusalFault, refusals } from "../../protocol-spec/src/api/refusals.ts";
import { FakeDatagramDriver } from "./fake-datagrams.ts";

/** A driver that remembers each of its methods that was called. */
function remembering(driver: FakeDatagramDriver, calls: string[]): Driver {
  return new Proxy(driver, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...values: unknown[]) => {
        calls.push(String(name));
        return Reflect.apply(value, target, values);
      };
    },
  });
}

interface Opened {
  readonly scene: RefusalScene;
  /** The same, for what is refused there. */
  readonly overIpv6: RefusalScene;
  /** Methods of the driver that were called since. */
  readonly calls: string[];
  /** How much its datagram sockets were told. */
  told(): number;
}

/** A scene in which everything is open, of which the driver has been told for the last time. */
async function opened(supports: readonly Capability[] | "all"): Promise<Opened> {
  const driver = new FakeDatagramDriver();
  const calls: string[] = [];
  const sockets: Sockets = createSockets(remembering(driver, calls));
  const at = { host: "127.0.0.1", port: 0 };
  const connection = await sockets.connect({ host: "127.0.0.1", port: 7 });
  const listener = await sockets.listen(at);
  const datagrams = await sockets.bind(at);
  const overIpv6 = await sockets.bind({ host: "::1", port: 0 });
  const connectedDatagrams = await sockets.bind(at, { remote: { host: "127.0.0.1", port: 9 } });
  const server = serve(await sockets.listen(at), () => {});
  const datagramServer = serveDatagrams(await sockets.bind(at), () => null);
  calls.length = 0;
  if (supports !== "all") driver.supports = new Set(supports);
  const of = createSockets(remembering(driver, calls));
  const scene: RefusalScene = {
    sockets: of,
    core: { createSockets, pipe, serve, serveDatagrams },
    connection: async () => connection,
    listener: async () => listener,
    datagrams: async () => datagrams,
    connectedDatagrams: async () => connectedDatagrams,
    server: async () => server,
    datagramServer: async () => datagramServer,
  };
  const told = (): number => driver.bound.flatMap((socket) => [...socket.sent, ...socket.calls]).length;
  return { scene, overIpv6: { ...scene, datagrams: async () => overIpv6 }, calls, told };
}

const everything = await opened("all");
// The least that a driver can do: whatever needs more would be ENOTSUP, and what cannot be is told before that.
const least = await opened([]);

/** The rows of each function. */
const byFunction = [...Map.groupBy(refusals, ({ id }) => id.split("/")[0] ?? "")];

/** What is not refused as its row says, or has been told to the driver; a list, so that all of a function's is seen at once. */
async function faults(rows: readonly Refusal[], { scene, overIpv6, calls, told }: Opened): Promise<string[]> {
  const found: string[] = [];
  for (const row of rows) {
    const fault = await refusalFault(row, row.over === "udp6" ? overIpv6 : scene);
    if (fault !== undefined) found.push(fault);
    if (calls.length > 0 || told() > 0) found.push(`${row.what} reached the driver: ${calls.splice(0).join(", ")}`);
  }
  return found;
}

describe("what cannot be is refused before anything starts", () => {
  test.each(byFunction)("by %s", async (_name, rows) => {
    expect(await faults(rows, everything)).toEqual([]);
  });
});

describe("what cannot be is refused in the same way where a runtime can do the least", () => {
  test.each(byFunction)("by %s", async (_name, rows) => {
    const everywhere = rows.filter(({ code, needs }) => code !== "ECANCELED" && needs === undefined);
    expect(await faults(everywhere, least)).toEqual([]);
  });
});

test("the table of refusals has each of them once, in words and by its id", () => {
  for (const names of [refusals.map(({ id }) => id), refusals.map(({ what }) => what)]) {
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  }
});

test("the table of refusals has a value that cannot be for each option", () => {
  // An idle time is a value of keepAlive.
  const named = Object.keys(optionTable).map((id) => (id === "keepAliveIdle" ? "keepAlive" : id.replace(/^udp:/, "")));
  const untold = named.filter((name) => !refusals.some(({ says }) => String(says).startsWith(`${name} `)));
  // A remote is told as the endpoint that it is.
  expect(untold).toEqual(["remote"]);
  expect(refusals.filter(({ what }) => what.startsWith("bind() with the remote ")).length).toBeGreaterThan(10);
});

test("what was refused has done nothing to what is open", async () => {
  const { scene } = everything;
  const connection = await scene.connection();
  await connection.write(new Uint8Array(1));
  await (await scene.datagrams()).send(new Uint8Array(1), { host: "127.0.0.1", port: 9 });
  expect([(await scene.server()).active, (await scene.datagramServer()).answered]).toEqual([0, 0]);
  expect((await scene.listener()).address).toMatchObject({ host: "127.0.0.1" });
});
