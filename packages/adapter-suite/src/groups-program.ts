// Groups and broadcast, in a network of its own with the interfaces `one` and `two` (peers/network.sh): SCENE ipv4|ipv6. Prints JSON.
import process from "node:process";
import type { DatagramSocket, MembershipOptions } from "@anysock/core";
import { DatagramPeer, type PeerSocket } from "./datagram-peer.ts";
import type { DatagramAdapter } from "./datagram-setting.ts";
import { portOf } from "./name-of-addresses.ts";
import { codeOf } from "./outcome.ts";
import { textOf, utf8 } from "./text.ts";

const [, , specifier = "", scene = "", family = ""] = process.argv;
const { bind, supports } = (await import(specifier)) as DatagramAdapter;
const isIpv6 = family === "ipv6";
const any = isIpv6 ? "::" : "0.0.0.0";
const group = isIpv6 ? "ff15::1234" : "239.1.2.3";
/** Of `one`, and another of it. */
const [local, other] = isIpv6 ? ["fd00:1::1", "fd00:1::9"] : ["10.0.1.1", "10.0.1.9"];
const broadcast = "10.0.1.255";

/** What is sent to groups of IPv6 leaves by a socket of IPv6 alone: Node.js has no word for the time to live of both. */
const alone = isIpv6 && supports.has("udp:ipv6Only") ? { ipv6Only: true } : {};

const peer = new DatagramPeer();

/** All that the socket gets before what comes straight to it. */
async function heard(socket: DatagramSocket): Promise<string[]> {
  const direct = await peer.bind(local);
  await direct.send({ text: "end" }, { host: local, port: portOf(socket.local) });
  const all: string[] = [];
  for await (const { data } of socket) {
    const text = textOf(data);
    if (text === "end") break;
    all.push(text);
  }
  return all;
}

type Heard = NonNullable<Awaited<ReturnType<PeerSocket["receive"]>>>;

/** The same of a socket of the peer's. */
async function heardBy(member: PeerSocket): Promise<Heard[]> {
  const direct = await peer.bind(local);
  await direct.send({ text: "end" }, { host: local, port: member.address.port });
  const all: Heard[] = [];
  for (;;) {
    const told = await member.receive();
    if (told === null || told.text === "end") return all;
    all.push(told);
  }
}

async function senderBy(name: string, host: string = any): Promise<PeerSocket> {
  const sender = await peer.bind(host);
  await sender.leaveBy(name);
  return sender;
}

async function memberBy(name: string): Promise<PeerSocket> {
  const member = await peer.bind(any);
  await member.join(group, name);
  return member;
}

const scenes: Readonly<Record<string, () => Promise<unknown>>> = {
  async membership() {
    const socket = await bind({ host: any, port: 0 });
    const sender = await senderBy("one");
    const say = (text: string): Promise<void> => sender.send({ text }, { host: group, port: portOf(socket.local) });
    await say("before");
    const before = await heard(socket);
    await socket.join(group);
    const again = await codeOf(socket.join(group));
    await say("joined");
    const joined = await heard(socket);
    await socket.leave(group);
    const left = await codeOf(socket.leave(group));
    await say("after");
    return { before, again, joined, left, after: await heard(socket) };
  },

  async interface() {
    const socket = await bind({ host: any, port: 0 });
    const say = async (by: string): Promise<void> =>
      (await senderBy(by)).send({ text: by }, { host: group, port: portOf(socket.local) });
    await socket.join(group, { interface: "two" });
    await say("one");
    await say("two");
    const joined = await heard(socket);
    await socket.leave(group, { interface: "two" });
    await say("two");
    const left = await heard(socket);
    const nowhere = await codeOf(socket.join(group, { interface: "three" }));
    return { joined, left, nowhere };
  },

  async leaves() {
    const member = await memberBy("one");
    await member.join(group, "two");
    const socket = await bind({ host: any, port: 0 });
    for (const multicastInterface of ["two", "one", "two"]) {
      await socket.set({ multicastInterface });
      await socket.send(utf8("x"), { host: group, port: member.address.port });
    }
    const by = (await heardBy(member)).map(({ by }) => by);
    return { by, nowhere: await codeOf(socket.set({ multicastInterface: "three" })) };
  },

  async "leaves-from"() {
    const from: string[] = [];
    const socket = await bind({ host: any, port: 0 });
    // The address of `lo` is good on this machine alone, and so is nobody's first choice.
    for (const multicastInterface of ["two", "lo"]) {
      const member = await memberBy(multicastInterface);
      await socket.set({ multicastInterface });
      await socket.send(utf8("x"), { host: group, port: member.address.port });
      from.push(...(await heardBy(member)).map(({ host }) => host));
    }
    return from;
  },

  async source() {
    const socket = await bind({ host: any, port: 0 });
    await socket.join(group, { interface: "one", source: local });
    const say = async (from: string, text: string): Promise<void> =>
      (await senderBy("one", from)).send({ text }, { host: group, port: portOf(socket.local) });
    await say(other, "the other's");
    await say(local, "the source's");
    const joined = await heard(socket);
    await socket.leave(group, { interface: "one", source: local });
    await say(local, "after");
    return { joined, left: await heard(socket) };
  },

  async "one-filter"() {
    const [all, one] = [{ interface: "one" }, { interface: "one", source: local }];
    const socket = await bind({ host: any, port: 0 });
    await socket.join(group, all);
    const narrowed = await codeOf(socket.join(group, one));
    const say = async (from: string, text: string): Promise<void> =>
      (await senderBy("one", from)).send({ text }, { host: group, port: portOf(socket.local) });
    await say(other, "the other's");
    await say(local, "the source's");
    const joined = await heard(socket);
    await socket.leave(group, all);
    await socket.join(group, one);
    return { narrowed, joined, widened: await codeOf(socket.join(group, all)) };
  },

  async "named-or-chosen"() {
    const socket = await bind({ host: any, port: 0 });
    const say = async (by: string, text: string, from: string = any): Promise<void> =>
      (await senderBy(by, from)).send({ text }, { host: group, port: portOf(socket.local) });
    const join = (options?: MembershipOptions): Promise<string> => codeOf(socket.join(group, options));
    await socket.join(group);
    const besides = [
      await join({ interface: "one" }),
      await join({ interface: "two" }),
      await join({ interface: "one", source: local }),
    ];
    await say("one", "the other's", other);
    const joined = await heard(socket);
    await socket.leave(group);
    await socket.join(group, { interface: "two" });
    const twice = await join();
    const left = await codeOf(socket.leave(group));
    await socket.join(group, { interface: "one" });
    await say("one", "one");
    await say("two", "two");
    return { besides, joined, twice, left, both: await heard(socket) };
  },

  async refused() {
    const member = await memberBy("one");
    // The system refuses an interface to a socket that is bound to the link of another.
    const [host, multicastInterface] = isIpv6 ? ["fe80::1%one", "two"] : [any, "three"];
    const socket = await bind({ host, port: 0 }, alone);
    const to = { host: group, port: member.address.port };
    const code = await codeOf(socket.set({ multicastTtl: 9, multicastLoopback: false, multicastInterface }));
    await socket.send(utf8("as before"), to);
    await socket.set({ multicastTtl: 77, multicastInterface: "one" });
    await socket.send(utf8("set"), to);
    return { code, heard: (await heardBy(member)).map(({ text, hops }) => [text, hops]) };
  },

  async ttl() {
    const member = await memberBy("one");
    const socket = await bind({ host: any, port: 0 }, alone);
    const say = (): Promise<void> => socket.send(utf8("x"), { host: group, port: member.address.port });
    await say();
    for (const multicastTtl of [0, 1, 77, 255]) {
      await socket.set({ multicastTtl });
      await say();
    }
    return (await heardBy(member)).map(({ hops }) => hops);
  },

  async loopback() {
    const member = await memberBy("one");
    const socket = await bind({ host: any, port: 0 });
    const to = { host: group, port: member.address.port };
    await socket.send(utf8("by default"), to);
    await socket.set({ multicastLoopback: false });
    await socket.send(utf8("not looped"), to);
    await socket.set({ multicastLoopback: true });
    await socket.send(utf8("looped"), to);
    return (await heardBy(member)).map(({ text }) => text);
  },

  async broadcast() {
    const member = await peer.bind("0.0.0.0");
    const to = { host: broadcast, port: member.address.port };
    const socket = await bind({ host: "0.0.0.0", port: 0 });
    const codes = [await codeOf(socket.send(utf8("no"), to))];
    await socket.set({ broadcast: true });
    codes.push(await codeOf(socket.send(utf8("set"), to)));
    await socket.set({ broadcast: false });
    codes.push(await codeOf(socket.send(utf8("no"), to)), await codeOf(bind({ port: 0 }, { remote: to })));
    const connected = await bind({ port: 0 }, { remote: to, broadcast: true });
    await connected.send(utf8("connected"));
    return { codes, heard: (await heardBy(member)).map(({ text }) => text) };
  },
};

console.log(JSON.stringify(await scenes[scene]?.()));
await peer.end();
process.exit();
