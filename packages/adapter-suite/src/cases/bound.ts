import type { DatagramCase, StreamCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { freshHost } from "../loopback.ts";
import { socketError } from "../socket-error.ts";
import { textOf } from "./samples.ts";

/** What is bound to one address of this machine is at that one alone: no other machine gets in by it. */
export const boundCases: readonly (StreamCase | DatagramCase)[] = [
  {
    id: "api/bound/listener",
    title: "A listener on a loopback address tells that address, and nobody comes by another",
    verifies: ["LISTEN-17"],
    convicts: "a listener takes connections on every interface, whatever host was asked for",
    over: "streams",
    transports: ["tcp4", "tcp6"],
    async play(setting) {
      const at = setting.transport === "tcp4" ? { family: "ipv4", host: "127.0.0.1" } : { family: "ipv6", host: "::1" };
      const { address } = await setting.listen({}, { host: at.host, port: 0 });
      const port = address.family === "unix" ? 0 : address.port;
      expect(address).toEqual({ ...at, port });
      // Who listens on :: takes IPv4 as well.
      const met = setting.peer.connect({ host: freshHost(), port }).then(
        () => "somebody listens there",
        ({ message }: Error) => message,
      );
      expect(await met).toBe("ECONNREFUSED");
    },
  },
  {
    id: "api/bound/datagrams",
    title: "A datagram socket on a loopback address tells that address, and hears nothing that goes to another",
    verifies: ["DGRAM-28"],
    convicts: "a socket takes datagrams on every interface, whatever host was asked for, or tells another host",
    over: "datagrams",
    async play(setting) {
      const socket = await setting.bind();
      const port = setting.portOf(socket);
      expect(socket.local).toEqual({ family: setting.family, host: setting.host, port });
      // Who is bound to :: hears IPv4 as well.
      const stranger = await setting.peerSocket(0, "127.0.0.1");
      await stranger.send({ text: "elsewhere" }, { host: freshHost(), port });
      const peer = await setting.peerSocket();
      await peer.send({ text: "here" }, setting.placeOf(socket));
      const into = new Uint8Array(16);
      const { length } = await socket.receive(into);
      expect(textOf(into.subarray(0, length))).toBe("here");
    },
  },
  {
    id: "api/bound/connected",
    title:
      "A connected datagram socket on every address tells the one that it sends from; where there is no way to its peer it is none",
    verifies: ["DGRAM-28"],
    convicts: "it tells all zeros, or is connected from a loopback address to one that is not on this machine",
    over: "datagrams",
    async play(setting) {
      const peer = await setting.peerSocket();
      const socket = await setting.bind({ remote: peer.address }, 0, setting.family === "ipv4" ? "0.0.0.0" : "::");
      expect(socket.local).toEqual({ family: setting.family, host: setting.host, port: setting.portOf(socket) });
      // IPv6 lets ::1 send to anybody it has a route to.
      if (setting.family === "ipv6") return;
      // An address for documentation (RFC 5737). By its routes a machine says one or the other.
      await expect(setting.bind({ remote: { host: "192.0.2.1", port: 9 } })).rejects.toMatchObject(
        socketError("EINVAL", "ENETUNREACH", "EHOSTUNREACH"),
      );
    },
  },
];
