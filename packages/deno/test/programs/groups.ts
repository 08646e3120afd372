/** Multicast and broadcast, in a network of its own with the interfaces `one` and `two`: `groups.ts ipv4|ipv6`. Prints a JSON object. */
import { bind, type DatagramSocket, supports } from "@anysock/deno";
import { Python } from "../python.ts";

const isIpv6 = Deno.args[0] === "ipv6";
const any = isIpv6 ? "::" : "0.0.0.0";
const group = isIpv6 ? "ff15::1234" : "239.1.2.3";
const local = isIpv6 ? "fd00:1::1" : "10.0.1.1";
const python = new Python();
await python.run(`
v6 = ${isIpv6 ? "True" : "False"}
family, level = (socket.AF_INET6, socket.IPPROTO_IPV6) if v6 else (socket.AF_INET, socket.IPPROTO_IP)
index = {name: socket.if_nametoindex(name) for name in ("one", "two")}
address = ({"one": "fd00:1::1", "two": "fd00:2::1", "other": "fd00:1::9"} if v6
           else {"one": "10.0.1.1", "two": "10.0.2.1", "other": "10.0.1.9"})
def sender(by, bound=None):
    s = socket.socket(family, socket.SOCK_DGRAM)
    s.bind((address[bound or by], 0))
    if v6: s.setsockopt(level, socket.IPV6_MULTICAST_IF, index[by])
    else: s.setsockopt(level, socket.IP_MULTICAST_IF, struct.pack("4s4si", bytes(4), bytes(4), index[by]))
    return s
def member(by):
    s = socket.socket(family, socket.SOCK_DGRAM)
    s.bind(("::" if v6 else "0.0.0.0", 0))
    wanted = socket.inet_pton(family, "${group}")
    if v6: s.setsockopt(level, socket.IPV6_JOIN_GROUP, wanted + struct.pack("i", index[by]))
    else: s.setsockopt(level, socket.IP_ADD_MEMBERSHIP, struct.pack("4s4si", wanted, bytes(4), index[by]))
    # Else it also gets what others have joined for (ip(7), IP_MULTICAST_ALL; ipv6(7)).
    s.setsockopt(level, 29 if v6 else 49, 0)
    s.setsockopt(level, 51 if v6 else 12, 1)
    s.settimeout(5)
    return s
def heard(s):
    data, about, _, _ = s.recvmsg(100, 100)
    return [data.decode(), struct.unpack("i", about[0][2])[0]]
`);

/** What the socket hears until the datagram that comes straight to it. */
async function heard(socket: DatagramSocket): Promise<string[]> {
  await python.run(`sender("one").sendto(b"end", (${JSON.stringify(local)}, ${portOf(socket)}))`);
  const all: string[] = [];
  for await (const { data } of socket) {
    const text = new TextDecoder().decode(data);
    if (text === "end") break;
    all.push(text);
  }
  return all;
}

function portOf({ local: at }: DatagramSocket): number {
  return "port" in at ? at.port : 0;
}

async function fromBoth(socket: DatagramSocket, what: string): Promise<void> {
  for (const by of ["one", "two"]) {
    await python.run(`sender("${by}").sendto(b"${what} by ${by}", ("${group}", ${portOf(socket)}))`);
  }
}

async function received(): Promise<Record<string, string[]>> {
  const socket = await bind({ host: any, port: 0 });
  await fromBoth(socket, "before");
  const before = await heard(socket);
  await socket.join(group);
  await fromBoth(socket, "joined");
  const joined = await heard(socket);
  await socket.leave(group);
  await fromBoth(socket, "left");
  const left = await heard(socket);
  if (!supports.has("udp:multicast-interface")) return { before, joined, left };
  await socket.join(group, { interface: "two" });
  await fromBoth(socket, "joined");
  const onTwo = await heard(socket);
  await socket.leave(group, { interface: "two" });
  await socket.join(group, { interface: "one", source: local });
  await fromBoth(socket, "own");
  await python.run(`sender("one", "other").sendto(b"foreign", ("${group}", ${portOf(socket)}))`);
  const fromSource = await heard(socket);
  await socket.leave(group, { interface: "one", source: local });
  await fromBoth(socket, "left");
  const none = await heard(socket);
  await socket.close();
  return { before, joined, left, onTwo, fromSource, none };
}

async function sent(): Promise<Record<string, unknown>> {
  await python.run(`members = {by: member(by) for by in ("one", "two")}`);
  const to = async (by: string) => ({
    host: group,
    port: Number(await python.run(`members["${by}"].getsockname()[1]`)),
  });
  const [one, two] = [await to("one"), await to("two")];
  const socket = await bind({ host: any, port: 0 });
  const text = (what: string): Uint8Array => new TextEncoder().encode(what);
  await socket.send(text("by default"), one);
  const all: Record<string, unknown> = { default: await python.run(`heard(members["one"])`) };
  if (!supports.has("udp:multicast-ttl")) return all;
  for (const multicastTtl of [0, 1, 255]) {
    await socket.set({ multicastTtl });
    await socket.send(text("ttl"), one);
    all[`ttl ${multicastTtl}`] = await python.run(`heard(members["one"])`);
  }
  if (isIpv6) all["ttl over IPv4"] = await overIpv4(socket);
  await socket.set({ multicastInterface: "two" });
  // A member by one interface also hears what comes by another, of IPv6 (Linux, inet6_mc_check).
  if (!isIpv6) await socket.send(text("nobody there"), one);
  await socket.send(text("by two"), two);
  all["two"] = await python.run(`heard(members["two"])`);
  await socket.set({ multicastLoopback: false });
  await socket.send(text("not looped"), two);
  await socket.set({ multicastLoopback: true, multicastInterface: "one" });
  await socket.send(text("looped"), one);
  all["one"] = await python.run(`heard(members["one"])`);
  await python.run(`members["two"].settimeout(0)`);
  all["not looped"] = await python.attempt(`heard(members["two"])`);
  all["no interface"] = await socket.set({ multicastInterface: "three" }).catch(({ message }) => message);
  await socket.close();
  return all;
}

/** From a socket on `::`, to a group of IPv4. */
async function overIpv4(socket: DatagramSocket): Promise<unknown> {
  await python.run(`
four = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
four.bind(("0.0.0.0", 0))
four.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton("239.1.2.3") + bytes(4))
four.setsockopt(socket.IPPROTO_IP, 12, 1)
four.settimeout(5)
`);
  const to = { host: "239.1.2.3", port: Number(await python.run("four.getsockname()[1]")) };
  await socket.set({ multicastTtl: 77 });
  await socket.send(new TextEncoder().encode("ttl"), to);
  const all = await python.run("heard(four)");
  await socket.set({ multicastTtl: 255 });
  return all;
}

/** What two sockets at link-local addresses call each other: Deno leaves the zone out. */
async function zones(): Promise<unknown[]> {
  const bound = await bind({ host: "fe80::1%one", port: 0 });
  const connected = await bind({ host: "::", port: 0 }, { remote: bound.local });
  await connected.send(new Uint8Array(1));
  const { from } = await bound.receive(new Uint8Array(1));
  await bound.send(new Uint8Array(1), from);
  const answer = await connected.receive(new Uint8Array(1));
  const failing = bound.send(new Uint8Array(1), { host: "fe80::1%three", port: 9 });
  const failed = await failing.catch(({ message }) => message);
  await Promise.all([bound.close(), connected.close()]);
  return [...[bound.local, from, answer.from].map((at) => ("host" in at ? at.host : "")), failed];
}

async function broadcast(): Promise<unknown[]> {
  await python.run(
    `b = socket.socket(); b.close(); b = socket.socket(family, socket.SOCK_DGRAM); b.bind(("0.0.0.0", 0)); b.settimeout(5)`,
  );
  const to = { host: "10.0.1.255", port: Number(await python.run("b.getsockname()[1]")) };
  const socket = await bind({ host: any, port: 0 });
  const all: unknown[] = [];
  const attempt = async (what: string): Promise<void> => {
    all.push(
      await socket.send(new TextEncoder().encode(what), to).then(
        () => python.run("b.recv(100)"),
        ({ code }) => code,
      ),
    );
  };
  await attempt("by default");
  await socket.set({ broadcast: true });
  await attempt("set");
  if (supports.has("udp:broadcast")) await socket.set({ broadcast: false });
  await attempt("unset");
  await socket.close();
  return all;
}

console.log(
  JSON.stringify({
    received: await received(),
    sent: await sent(),
    ...(isIpv6 ? { zones: await zones() } : { broadcast: await broadcast() }),
  }),
);
await python.end();
