import type { DatagramCase } from "../api-case.ts";
import { expect } from "../expect.ts";
import { utf8 } from "./samples.ts";

const ANY = "::";

/** A socket on `::` and its peers of both families (RFC 3493, 3.7 and 5.3). */
export const dualStackCases: readonly DatagramCase[] = [
  {
    id: "api/dual-stack/ipv4",
    title: "A socket on :: hears and answers IPv4, as ::ffff:…",
    verifies: ["DGRAM-16"],
    convicts: "a socket on :: does not hear IPv4, or cannot answer the address that it tells",
    over: "datagrams",
    transports: ["udp6"],
    async play(setting) {
      const socket = await setting.bind({}, 0, ANY);
      const peer = await setting.peerSocket(0, "127.0.0.1");
      await peer.send({ text: "hello" }, { host: "127.0.0.1", port: setting.portOf(socket) });
      const { from } = await socket.receive(new Uint8Array(8));
      expect(from).toEqual({ family: "ipv6", host: "::ffff:127.0.0.1", port: peer.address.port });
      await socket.send(utf8("by its address"), from);
      expect(await peer.receive()).toMatchObject({ text: "by its address", host: "127.0.0.1" });
      await socket.send(utf8("as IPv4"), peer.address);
      expect(await peer.receive()).toMatchObject({ text: "as IPv4", port: setting.portOf(socket) });
    },
  },
  {
    id: "api/dual-stack/ipv6",
    title: "A socket on :: hears and answers IPv6",
    verifies: ["DGRAM-16"],
    convicts: "a socket that takes both families mixes their addresses up",
    over: "datagrams",
    transports: ["udp6"],
    async play(setting) {
      const socket = await setting.bind({}, 0, ANY);
      const peer = await setting.peerSocket();
      await peer.send({ text: "hello" }, setting.placeOf(socket));
      const { from } = await socket.receive(new Uint8Array(8));
      expect(from).toEqual({ family: "ipv6", ...peer.address });
      await socket.send(utf8("answer"), from);
      expect(await peer.receive()).toMatchObject({ text: "answer" });
    },
  },
  {
    id: "api/dual-stack/ipv6-only",
    title: "With ipv6Only the port is free for IPv4, and without it is not",
    verifies: ["DGRAM-21"],
    convicts: "ipv6Only is ignored",
    over: "datagrams",
    transports: ["udp6"],
    capabilities: ["udp:ipv6Only"],
    async play(setting) {
      const socket = await setting.bind({ ipv6Only: true }, 0, ANY);
      const peer = await setting.peerSocket(setting.portOf(socket), "0.0.0.0");
      await peer.close();
      const other = await setting.bind({}, 0, ANY);
      await expect(setting.peerSocket(setting.portOf(other), "0.0.0.0")).rejects.toMatchObject({
        message: "EADDRINUSE",
      });
    },
  },
];
