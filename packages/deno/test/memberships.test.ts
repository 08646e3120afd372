import type { DatagramEvents, DriverDatagramSocket } from "@anysock/core";
import { driver, supports } from "@anysock/deno";
import { afterEach, describe, expect, test } from "vitest";

const noLibrary = supports.has("udp:multicast-interface") ? "" : " (no permission for FFI)";
/** Where the system is to choose the interface, a route has to (ip(7), IP_ADD_MEMBERSHIP). */
const hasRoute = /\s00000000\s/.test(Deno.readTextFileSync("/proc/net/route"));
const why = noLibrary + (hasRoute ? "" : " (no default route here)");
const silent: DatagramEvents = { received() {}, sent() {}, reported() {}, failed() {} };
const plain = { interface: undefined, source: undefined };
const opened: DriverDatagramSocket[] = [];
afterEach(async () => {
  for (const socket of opened.splice(0)) await socket.close();
});

async function binding(): Promise<DriverDatagramSocket> {
  const options = { remote: undefined, ipv6Only: false, reuseAddress: false, reusePort: false, broadcast: false };
  const socket = await driver.bind?.({ family: "ipv4", host: "127.0.0.1", port: 0 }, options, silent);
  if (socket === undefined) throw new Error("datagrams are expected");
  opened.push(socket);
  return socket;
}

/** The interfaces by which a group has members here, as the kernel has them (/proc/net/igmp: addresses in the order of the machine). */
function membersOf(group: string): string[] {
  const wanted = group
    .split(".")
    .reverse()
    .map((part) => Number(part).toString(16).padStart(2, "0"))
    .join("");
  const found: string[] = [];
  let name = "";
  for (const line of Deno.readTextFileSync("/proc/net/igmp").split("\n")) {
    name = /^\d+\s+(\S+)/.exec(line)?.[1] ?? name;
    if (line.trim().toLowerCase().startsWith(wanted)) found.push(name);
  }
  return found;
}

describe.skipIf(why !== "")(`memberships of Deno's datagram sockets${why}`, () => {
  test("can be left again where that has failed", async () => {
    const group = "239.86.1.9";
    const socket = await binding();
    await socket.join(group, plain);
    const [by = ""] = membersOf(group);
    // The system takes it away, and so the next one fails.
    await socket.leave(group, { ...plain, interface: by });
    await expect(socket.leave(group, plain)).rejects.toMatchObject({ code: "EADDRNOTAVAIL" });
    await socket.join(group, { ...plain, interface: by });
    expect(membersOf(group)).toEqual([by]);
    await socket.leave(group, plain);
    expect(membersOf(group)).toEqual([]);
  });

  test("and options are ECLOSED after close, whoever has the descriptor by then", async () => {
    const group = "239.86.1.10";
    const socket = await binding();
    await socket.join(group, plain);
    await opened.pop()?.close();
    const other = await binding();
    const byLoopback = { ...plain, interface: "lo" };
    await other.join(group, byLoopback);
    const closed = { code: "ECLOSED" };
    await expect(socket.join("239.86.1.11", byLoopback)).rejects.toMatchObject(closed);
    await expect(socket.join("239.86.1.11", plain)).rejects.toMatchObject(closed);
    await expect(socket.leave(group, byLoopback)).rejects.toMatchObject(closed);
    await expect(socket.leave(group, plain)).rejects.toMatchObject(closed);
    await expect(socket.set({ multicastTtl: 3 })).rejects.toMatchObject(closed);
    expect([membersOf(group), membersOf("239.86.1.11")]).toEqual([["lo"], []]);
  });
});
