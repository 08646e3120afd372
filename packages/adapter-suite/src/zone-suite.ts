import { networkInterfaces } from "node:os";
import { SocketError } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { peerAddress, type Setting } from "./setting.ts";

/** A link-local address of this machine (RFC 4291, 2.5.6), with its zone (RFC 4007, 11). */
const host = Object.entries(networkInterfaces())
  .flatMap(([name, addresses = []]) => addresses.map(({ address }) => ({ name, address })))
  .filter(({ address }) => address.startsWith("fe80:"))
  .map(({ name, address }) => `${address}%${name}`)[0];

const lack = host === undefined ? " (this machine has no such address)" : "";

/** Without its zone a link-local address means nothing, and no runtime is asked to guess it. */
export function zoneSuite(setting: Setting): void {
  describe("a link-local address", () => {
    test.skipIf(lack !== "")(`keeps its zone on both ends, so that it can be connected to${lack}`, async () => {
      const listener = await setting.adapter.listen({ host: host ?? "", port: 0 });
      expect(listener.address).toMatchObject({ family: "ipv6", host });
      const [accepted] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
      setting.keep(accepted);
      expect(accepted.local).toEqual(listener.address);
      expect(accepted.remote).toMatchObject({ family: "ipv6", host });
      await listener.close();
      const peer = await setting.peer.listen({ host: host ?? "", port: 0 });
      const [connected] = await Promise.all([setting.adapter.connect(peer.address), peer.accept()]);
      setting.keep(connected);
      expect(connected.remote).toMatchObject(peer.address);
      expect(connected.local).toMatchObject({ family: "ipv6", host });
      await peer.stop();
    });

    test.each(["connect", "listen"] as const)("whose zone is no interface is EINVAL, and %s says so", async (name) => {
      const told = setting.adapter[name]({ host: "fe80::1%nosuch", port: 7 });
      const message = expect.stringContaining("nosuch is no interface");
      await expect(told).rejects.toMatchObject({ constructor: SocketError, code: "EINVAL", operation: name, message });
    });
  });
}
