import { networkInterfaces } from "node:os";
import type { Address } from "@anysock/core";
import type { StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import type { PeerAddress } from "../peer.ts";
import { peerAddress, type Setting, type Transport } from "../setting.ts";
import { socketError } from "../socket-error.ts";

/** Where somebody listens, by way of which address a peer comes, and which is then the local address of its connection. */
const locals: readonly [Transport, string, string, string][] = [
  ["tcp4", "127.0.0.3", "127.0.0.3", "127.0.0.3"],
  ["tcp4", "0.0.0.0", "127.0.0.2", "127.0.0.2"],
  ["tcp6", "::", "127.0.0.2", "::ffff:127.0.0.2"],
  ["tcp6", "::", "::1", "::1"],
  ["tcp6", "::1", "::1", "::1"],
  ["tcp6", "::ffff:127.0.0.2", "127.0.0.2", "::ffff:127.0.0.2"],
];

/** A link-local address of this machine (RFC 4291, 2.5.6), with its zone (RFC 4007, 11). */
export const linkLocal: string | undefined = Object.entries(networkInterfaces())
  .flatMap(([name, addresses = []]) => addresses.map(({ address }) => ({ name, address })))
  .filter(({ address }) => address.startsWith("fe80:"))
  .map(({ name, address }) => `${address}%${name}`)[0];

function familyOf({ isTcp, transport }: Setting): Address["family"] {
  if (!isTcp) return "unix";
  return transport === "tcp4" ? "ipv4" : "ipv6";
}

/** What a listener's end tells of where it is. */
function addressOf(setting: Setting, at: PeerAddress): object {
  return { family: familyOf(setting), ...at };
}

/** What is told of an end that has not chosen its address: on a Unix path it has none (unix(7)). */
function clientOf(setting: Setting): object {
  if (!setting.isTcp) return { family: "unix", path: null };
  const { host } = setting.place() as { host: string };
  return { family: familyOf(setting), host, port: expect.toSatisfy(isPort, "it is a port") };
}

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
}

/** What an end says of where it is, and of where its peer is. */
export const addressCases: readonly StreamCase[] = [
  {
    id: "api/address/both-ends",
    title: "A connection knows both addresses, whoever has made it",
    verifies: ["CONNECT-5", "ACCEPT-2"],
    convicts: "an address is told before it is known, as 0.0.0.0 or port 0, or is another one's",
    over: "streams",
    async play(setting) {
      const peer = await setting.peer.listen(setting.place());
      const [connection] = await Promise.all([setting.adapter.connect(peer.address), peer.accept()]);
      setting.keep(connection);
      await peer.stop();
      expect([connection.local, connection.remote]).toEqual([clientOf(setting), addressOf(setting, peer.address)]);
      const listener = await setting.listen();
      const [accepted] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
      setting.keep(accepted);
      const here = addressOf(setting, peerAddress(listener));
      expect([listener.address, accepted.local, accepted.remote]).toEqual([here, here, clientOf(setting)]);
    },
  },
  ...locals.map(
    ([transport, bound, to, local]): StreamCase => ({
      id: `api/address/accepted-on/${bound}/by/${to}`,
      title: `A connection to a listener on ${bound} by way of ${to} has the local address ${local}`,
      verifies: to === bound ? ["CONNECT-5"] : ["CONNECT-5", "LISTEN-10"],
      convicts: "the listener's own address is told instead of the one that the client reached",
      over: "streams",
      transports: [transport],
      capabilities: transport === "tcp6" && to !== "::1" ? ["dual-stack"] : [],
      async play(setting) {
        const listener = await setting.adapter.listen({ host: bound, port: 0 });
        const { address } = listener;
        if (address.family === "unix") throw new Error("a port is expected");
        const { port } = address;
        const [connection] = await Promise.all([listener.accept(), setting.peer.connect({ host: to, port })]);
        const family = transport === "tcp4" ? "ipv4" : "ipv6";
        expect(setting.keep(connection).local).toEqual({ family, host: local, port });
        await listener.close();
      },
    }),
  ),
  {
    id: "api/address/zone",
    title: "A link-local address keeps its zone on both ends, so that it can be connected to",
    verifies: ["CONNECT-5", "LISTEN-14"],
    convicts: "the zone is dropped: the address that a listener or a connection tells cannot be used",
    over: "streams",
    transports: ["tcp6"],
    needs: ["link-local"],
    async play(setting) {
      const host = linkLocal ?? "";
      const listener = await setting.adapter.listen({ host, port: 0 });
      expect(listener.address).toMatchObject({ family: "ipv6", host });
      const [accepted] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
      setting.keep(accepted);
      expect(accepted.local).toEqual(listener.address);
      expect(accepted.remote).toMatchObject({ family: "ipv6", host });
      await listener.close();
      const peer = await setting.peer.listen({ host, port: 0 });
      const [connected] = await Promise.all([setting.adapter.connect(peer.address), peer.accept()]);
      setting.keep(connected);
      expect(connected.remote).toMatchObject(peer.address);
      expect(connected.local).toMatchObject({ family: "ipv6", host });
      await peer.stop();
    },
  },
  ...(["connect", "listen"] as const).map(
    (name): StreamCase => ({
      id: `api/address/no-such-zone/${name}`,
      title: `A zone that is no interface is EINVAL, and ${name} says so`,
      verifies: [name === "connect" ? "CONNECT-11" : "LISTEN-12"],
      convicts: "a zone that does not exist is dropped, or is an error that names nothing",
      over: "streams",
      transports: ["tcp6"],
      async play({ adapter }) {
        const told = adapter[name]({ host: "fe80::1%nosuch", port: 7 });
        const message = expect.stringContaining("nosuch is no interface");
        await expect(told).rejects.toMatchObject({
          ...socketError("EINVAL"),
          operation: name,
          message,
        });
      },
    }),
  ),
];
