import { expect, test } from "vitest";
import type { DatagramSetting } from "./datagram-setting.ts";

const ANY = "::";
const bytes = (data: string): Uint8Array => new TextEncoder().encode(data);

/** A socket on `::` and its peers of both families (RFC 3493, 3.7 and 5.3). */
export function dualStackSuite(setting: DatagramSetting): void {
  test("a socket on :: hears and answers IPv4, as ::ffff:…", async () => {
    const socket = await setting.bind({}, 0, ANY);
    const peer = await setting.peerSocket(0, "127.0.0.1");
    await peer.send({ text: "hello" }, { host: "127.0.0.1", port: setting.portOf(socket) });
    const { from } = await socket.receive(new Uint8Array(8));
    expect(from).toEqual({ family: "ipv6", host: "::ffff:127.0.0.1", port: peer.address.port });
    await socket.send(bytes("by its address"), from);
    expect(await peer.receive()).toMatchObject({ text: "by its address", host: "127.0.0.1" });
    await socket.send(bytes("as IPv4"), peer.address);
    expect(await peer.receive()).toMatchObject({ text: "as IPv4", port: setting.portOf(socket) });
  });

  test("it hears and answers IPv6", async () => {
    const socket = await setting.bind({}, 0, ANY);
    const peer = await setting.peerSocket();
    await peer.send({ text: "hello" }, setting.placeOf(socket));
    const { from } = await socket.receive(new Uint8Array(8));
    expect(from).toEqual({ family: "ipv6", ...peer.address });
    await socket.send(bytes("answer"), from);
    expect(await peer.receive()).toMatchObject({ text: "answer" });
  });

  test.skipIf(!setting.supports("udp:ipv6Only"))(
    `with ipv6Only the port is free for IPv4${setting.lack("udp:ipv6Only")}`,
    async () => {
      const socket = await setting.bind({ ipv6Only: true }, 0, ANY);
      const peer = await setting.peerSocket(setting.portOf(socket), "0.0.0.0");
      await peer.close();
      const other = await setting.bind({}, 0, ANY);
      await expect(setting.peerSocket(setting.portOf(other), "0.0.0.0")).rejects.toThrow("EADDRINUSE");
    },
  );
}
