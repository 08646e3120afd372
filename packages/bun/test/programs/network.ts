/**
 * Plays the scene that its argument names on a network of its own (`network.sh`), with raw sockets of a Python process, and prints
 * what came of it as JSON.
 */
import { bind, type DatagramSocket, SocketError, serveDatagrams } from "@anysock/bun";
import { Program } from "../program.ts";

const python = new Program(["python3", new URL("../python.py", import.meta.url).pathname]);

python.write(`${JSON.stringify(await Bun.file(new URL("../network.py", import.meta.url)).text())}\n`);
await python.line();

async function run(program: string): Promise<unknown> {
  python.write(`${JSON.stringify(program)}\n`);
  const { value, error, text } = JSON.parse(await python.line());
  if (error !== undefined) throw new Error(`${error}: ${text}\n${program}`);
  return value;
}

async function code(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "nothing",
    (error: unknown) => (error instanceof SocketError ? error.code : String(error)),
  );
}

const bytes = (data: string): Uint8Array => new TextEncoder().encode(data);

async function receive(socket: DatagramSocket): Promise<string> {
  const into = new Uint8Array(64);
  const { length } = await socket.receive(into);
  return new TextDecoder().decode(into.subarray(0, length));
}

function portOf({ local }: DatagramSocket): number {
  return local.family === "unix" ? 0 : local.port;
}

const families = {
  ipv4: { any: "0.0.0.0", group: "239.1.2.3", sourceGroup: "232.1.2.3", sources: ["10.9.0.1", "10.9.0.2"] },
  ipv6: { any: "::", group: "ff15::1", sourceGroup: "ff35::1", sources: ["2001:db8::1", "2001:db8::2"] },
} as const;

/** A socket of Python that is a member of a group on v0, and one that sees what passes on the other side of it. */
async function members(family: "ipv4" | "ipv6"): Promise<{ readonly host: string; readonly port: number }> {
  const host = families[family].group;
  const port = await run(`
member, wire = member_of(${JSON.stringify(host)}, "v0"), wire_of("v1")
member.getsockname()[1]`);
  return { host, port: Number(port) };
}

async function multicastTtl(family: "ipv4" | "ipv6"): Promise<unknown> {
  const to = await members(family);
  const socket = await bind({ host: families[family].any, port: 0 }, { multicastInterface: "v0" });
  const heard = [];
  for (const multicastTtl of [0, 1, 255]) {
    await socket.set({ multicastTtl });
    await socket.send(bytes("hop"), to);
    heard.push(await run("hops(member)"));
  }
  return { heard, passed: await run("[hops_of(passed(wire, b'hop')) for _ in range(2)]") };
}

async function multicastLoopback(family: "ipv4" | "ipv6"): Promise<unknown> {
  const to = await members(family);
  const socket = await bind(
    { host: families[family].any, port: 0 },
    { multicastInterface: "v0", multicastLoopback: false },
  );
  await socket.send(bytes("away"), to);
  await socket.set({ multicastLoopback: true });
  await socket.send(bytes("here"), to);
  return {
    heard: await run("member.recv(64)"),
    passed: await run("[passed(wire, b'') [-4:].decode() for _ in range(2)]"),
  };
}

async function membership(family: "ipv4" | "ipv6"): Promise<unknown> {
  const { any, group } = families[family];
  const socket = await bind({ host: any, port: 0 });
  const memberships = async (): Promise<unknown> => await run(`memberships(${JSON.stringify(group)})`);
  const told = [await memberships()];
  await socket.join(group, { interface: "bare" });
  told.push(await memberships());
  await socket.join(group, { interface: "v0" });
  told.push(await memberships());
  await socket.leave(group, { interface: "bare" });
  told.push(await memberships());
  await run(
    `sender = sender_by("v0", ${JSON.stringify(group)})\nsender.sendto(b"hello", (${JSON.stringify(group)}, ${portOf(socket)}))`,
  );
  told.push(await receive(socket));
  await socket.close();
  told.push(await memberships());
  return told;
}

/** Only from the one that was named, and from the other once it is named as well. */
async function source(family: "ipv4" | "ipv6"): Promise<unknown> {
  const { any, sourceGroup, sources } = families[family];
  const socket = await bind({ host: any, port: 0 });
  const say = async (): Promise<unknown> =>
    await run(`
for source in ${JSON.stringify(sources.toReversed())}:
    sender = sender_by("v0", source)
    sender.sendto(b"first" if source == ${JSON.stringify(sources[0])} else b"second", (${JSON.stringify(sourceGroup)}, ${portOf(socket)}))`);
  await socket.join(sourceGroup, { source: sources[0], interface: "v0" });
  await say();
  const told = [await receive(socket)];
  await socket.join(sourceGroup, { source: sources[1], interface: "v0" });
  await socket.leave(sourceGroup, { source: sources[0], interface: "v0" });
  await say();
  told.push(await receive(socket));
  return told;
}

const scenes: Readonly<Record<string, () => Promise<unknown>>> = {
  "ttl ipv4": () => multicastTtl("ipv4"),
  "ttl ipv6": () => multicastTtl("ipv6"),
  "loopback ipv4": () => multicastLoopback("ipv4"),
  "loopback ipv6": () => multicastLoopback("ipv6"),
  "membership ipv4": () => membership("ipv4"),
  "membership ipv6": () => membership("ipv6"),
  "source ipv4": () => source("ipv4"),
  "source ipv6": () => source("ipv6"),

  async "dual-stack"() {
    const { port } = await members("ipv4");
    const socket = await bind({ host: "::", port: 0 }, { multicastInterface: "v0", multicastTtl: 7 });
    await socket.send(bytes("hop"), { host: "::ffff:239.1.2.3", port });
    return [await run("hops(member)"), await run("hops_of(passed(wire, b'hop'))")];
  },

  async "no interface"() {
    const socket = await bind({ host: "0.0.0.0", port: 0 });
    return [
      await code(socket.join("239.1.2.3", { interface: "nowhere" })),
      await code(socket.set({ multicastInterface: "nowhere" })),
      await code(bind({ host: "0.0.0.0", port: 0 }, { multicastInterface: "nowhere" })),
    ];
  },

  async broadcast() {
    const port = Number(
      await run(`
hears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
hears.bind(("0.0.0.0", 0))
hears.settimeout(5)
hears.getsockname()[1]`),
    );
    const to = { host: "10.9.0.255", port };
    const socket = await bind({ host: "0.0.0.0", port: 0 });
    const told: unknown[] = [await code(socket.send(bytes("no"), to))];
    await socket.set({ broadcast: true });
    await socket.send(bytes("set"), to);
    told.push(await run("hears.recv(64)"));
    await socket.set({ broadcast: false });
    told.push(await code(socket.send(bytes("no"), to)), await code(bind({ port: 0 }, { remote: to })));
    const connected = await bind({ port: 0 }, { remote: to, broadcast: true });
    await connected.send(bytes("connected"));
    told.push(await run("hears.recv(64)"));
    return told;
  },

  /** Of a link-local peer the zone is known, and it can be answered (RFC 4007). */
  async zone() {
    const [host, port] = (await run(`
ours, theirs = link_local("v0"), link_local("v1")
peer = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
peer.bind((theirs, 0, 0, socket.if_nametoindex("v1")))
peer.settimeout(5)
[theirs, peer.getsockname()[1]]`)) as [string, number];
    const socket = await bind({ host: "::", port: 0 });
    serveDatagrams(socket, (data, from) =>
      bytes(`${new TextDecoder().decode(data)} ${"host" in from ? from.host : ""}`),
    );
    const answer = await run(`
peer.sendto(b"from", (ours, ${portOf(socket)}, 0, socket.if_nametoindex("v1")))
peer.recv(64)`);
    const connected = await bind({ port: 0 }, { remote: { host: `${host}%v0`, port } });
    await connected.send(bytes("connected"));
    const heard = await run('data, there = peer.recvfrom(64)\npeer.sendto(b"heard", there)\ndata');
    return [
      answer === `from ${host}%v0`,
      heard,
      await receive(connected),
      connected.local.family === "ipv6" && connected.local.host.split("%")[1],
      await code(socket.send(bytes("x"), { host: `${host}%nowhere`, port })),
      await code(bind({ port: 0 }, { remote: { host: `${host}%nowhere`, port } })),
      await code(bind({ host: `${host}%nowhere`, port: 0 })),
    ];
  },

  /** More than the kernel has room for (some 90 of these), by way of an interface that is slow. */
  async full() {
    await run(`
wire, numbers = wire_of("slow1"), []
reading = threading.Thread(target=lambda: numbers.extend(int(passed(wire, b" ")[-1200:]) for _ in range(150)))
reading.start()`);
    const socket = await bind({ host: "10.8.0.1", port: 0 }, { broadcast: true });
    const data = (at: number): Uint8Array => bytes(String(at).padStart(1200));
    const sends = Array.from({ length: 150 }, (_, at) => socket.send(data(at), { host: "10.8.0.255", port: 9 }));
    const failed = (await Promise.all(sends.map(code))).filter((told) => told !== "nothing");
    const inOrder = await run("reading.join()\nnumbers == list(range(150))");
    return { failed, inOrder };
  },

  async "closed while full"() {
    const socket = await bind({ host: "10.8.0.1", port: 0 }, { broadcast: true });
    const sends = Array.from({ length: 400 }, () =>
      code(socket.send(new Uint8Array(1200), { host: "10.8.0.255", port: 9 })),
    );
    await socket.close();
    return [...new Set(await Promise.all(sends))].sort();
  },
};

console.log(JSON.stringify(await scenes[process.argv[2] ?? ""]?.()));
await python.end();
process.exit(0);
