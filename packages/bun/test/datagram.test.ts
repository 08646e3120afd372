import { readdirSync } from "node:fs";
import { bind, type DatagramSocket, driver, NOBODY_RECEIVES, SocketError, serveDatagrams } from "@anysock/bun";
import { afterEach, describe, expect, test } from "vitest";
import { hasPython, noPython, python } from "./python.ts";

const bytes = (data: string): Uint8Array => new TextEncoder().encode(data);

async function code(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "nothing",
    (error: unknown) => (error instanceof SocketError ? error.code : String(error)),
  );
}

const descriptors = (): number => readdirSync("/proc/self/fd").length;

describe.skipIf(!hasPython)(`datagrams on Bun, with Python as the raw peer${noPython}`, () => {
  const raw = python();
  const opened: DatagramSocket[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((socket) => socket.close()));
  });

  async function open(...given: Parameters<typeof bind>): Promise<DatagramSocket> {
    const socket = await bind(...given);
    opened.push(socket);
    return socket;
  }

  const portOf = ({ local }: DatagramSocket): number => (local.family === "unix" ? 0 : local.port);

  /** The port of a fresh socket of Python, which is `name` there. */
  async function peer(name: string, host = "127.0.0.1"): Promise<{ readonly host: string; readonly port: number }> {
    const family = host.includes(":") ? "socket.AF_INET6" : "socket.AF_INET";
    const port = await raw.peer.run(
      `${name} = socket.socket(${family}, socket.SOCK_DGRAM)\n${name}.settimeout(5)\n` +
        `${name}.bind((${JSON.stringify(host)}, 0))\n${name}.getsockname()[1]`,
    );
    return { host, port: Number(port) };
  }

  /** How it goes for Python to bind to a port of ours, with an option of SOL_SOCKET set. */
  async function alsoBound(option: string, port: number): Promise<string | undefined> {
    return await raw.peer.failure(
      `also = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nalso.setsockopt(socket.SOL_SOCKET, socket.${option}, 1)\n` +
        `also.bind(("127.0.0.1", ${port}))\nalso.close()`,
    );
  }

  // Bun sets SO_REUSEADDR on every socket that it is given.
  test.each([
    ["SO_REUSEADDR", { reuseAddress: true }],
    ["SO_REUSEPORT", { reusePort: true }],
  ])("nobody can bind the address too with %s, unless we let them", async (option, options) => {
    const alone = await open({ port: 0 });
    expect(await alsoBound(option, portOf(alone))).toBe("OSError");
    const shared = await open({ port: 0 }, options);
    expect(await alsoBound(option, portOf(shared))).toBe(undefined);
    const second = await open({ port: portOf(shared) }, options);
    expect(portOf(second)).toBe(portOf(shared));
  });

  test.each(["127.0.0.1", "::1"])("a server whose clients vanish answers the others, every one (%s)", async (host) => {
    const socket = await open({ host, port: 0 });
    const told: unknown[] = [];
    const server = serveDatagrams(socket, (data) => data, { onError: (error) => told.push(error) });
    await peer("lives", host);
    const answers = await raw.peer.run(
      `answers = []
for at in range(100):
    vanishes = socket.socket(lives.family, socket.SOCK_DGRAM)
    vanishes.sendto(b"vanishes", (${JSON.stringify(host)}, ${portOf(socket)}))
    vanishes.close()
    lives.sendto(str(at).encode(), (${JSON.stringify(host)}, ${portOf(socket)}))
    answers.append(int(lives.recv(64)))
answers`,
    );
    expect(answers).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(told).toEqual([]);
    await server.drain();
  });

  test("sends to dead peers and live ones, a hundred of each at once: nothing fails, and the live have all", async () => {
    const socket = await open({ port: 0 });
    const lives = await peer("lives");
    const dead = await peer("dead");
    await raw.peer.run("dead.close()");
    const sends = Array.from({ length: 100 }, (_, at) => [
      socket.send(bytes("dead"), dead),
      socket.send(bytes(String(at)), lives),
    ]).flat();
    await Promise.all(sends);
    const receiving = socket.receive(new Uint8Array(8));
    expect(await raw.peer.run("[int(lives.recv(64)) for _ in range(100)]")).toEqual(
      Array.from({ length: 100 }, (_, at) => at),
    );
    await raw.peer.run(`lives.sendto(b"well", ("127.0.0.1", ${portOf(socket)}))`);
    expect(await receiving).toMatchObject({ length: 4 });
  });

  test("a connected socket is told of each refusal once, by whatever comes next", async () => {
    const to = await peer("gone");
    const socket = await open({ port: 0 }, { remote: to });
    await raw.peer.run("gone.close()");
    await socket.send(bytes("one"));
    expect(await code(socket.send(bytes("two")))).toBe("ECONNREFUSED");
    await socket.send(bytes("three"));
    expect(await code(socket.receive(new Uint8Array(8)))).toBe("ECONNREFUSED");
    expect(await code(socket.receive(new Uint8Array(8), { timeout: 100 }))).toBe("ETIMEDOUT");
  });

  // Between bind(2) and connect(2) the kernel takes datagrams from anybody.
  test("a connected socket hears nobody else from the first moment on", async () => {
    const to = await peer("lives");
    const port = portOf(await bind({ port: 0 }).then(async (socket) => socket.close().then(() => socket)));
    await raw.peer.run(
      `import threading
stop = threading.Event()
def flood():
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while not stop.is_set():
        stranger.sendto(b"stranger", ("127.0.0.1", ${port}))
flooding = threading.Thread(target=flood)
flooding.start()`,
    );
    try {
      for (let at = 0; at < 30; at++) {
        const socket = await bind({ port }, { remote: to });
        const into = new Uint8Array(64);
        const receiving = socket.receive(into);
        await raw.peer.run(`lives.sendto(b"peer", ("127.0.0.1", ${port}))`);
        expect((await receiving).from).toEqual({ family: "ipv4", ...to });
        await socket.close();
      }
    } finally {
      await raw.peer.run("stop.set(); flooding.join()");
    }
  });

  test("a peer that cannot be connected to is a failure, and leaves no descriptor", async () => {
    const before = descriptors();
    expect(await code(bind({ host: "127.0.0.1", port: 0 }, { remote: { host: "192.0.2.1", port: 9 } }))).toBe("EINVAL");
    expect(await code(bind({ host: "192.0.2.1", port: 0 }))).toBe("EADDRNOTAVAIL");
    expect(descriptors()).toBe(before);
  });

  test("a hundred sockets that are opened and closed leave no descriptor", async () => {
    await (await bind({ port: 0 })).close();
    const before = descriptors();
    const lives = await peer("lives");
    for (let at = 0; at < 100; at++) {
      const socket = await bind({ port: 0 }, at % 2 === 0 ? {} : { remote: lives });
      const sending = socket.send(bytes("x"), at % 2 === 0 ? lives : undefined);
      await socket.close();
      await sending;
    }
    expect(descriptors()).toBe(before);
  });

  // The number of its descriptor may be somebody else's by then.
  test("once it is closed, memberships and options are ECLOSED, also where core asks the driver", async () => {
    const options = { ipv6Only: false, reuseAddress: false, reusePort: false, broadcast: false, remote: undefined };
    const at = { family: "ipv4", host: "0.0.0.0", port: 0 } as const;
    const socket = await driver.bind?.(at, options, { ...NOBODY_RECEIVES });
    await socket?.close();
    const membership = { interface: "lo", source: undefined };
    await expect(socket?.join("239.1.1.1", membership)).rejects.toMatchObject({ code: "ECLOSED" });
    await expect(socket?.leave("239.1.1.1", membership)).rejects.toMatchObject({ code: "ECLOSED" });
    await expect(socket?.set({ broadcast: true })).rejects.toMatchObject({ code: "ECLOSED" });
    await expect(socket?.set({ multicastTtl: 1 })).rejects.toMatchObject({ code: "ECLOSED" });
  });

  test("closed by the handler of a datagram, it handles none of those that had come with it", async () => {
    const socket = await open({ port: 0 });
    const closed = Promise.withResolvers<void>();
    let handled = 0;
    serveDatagrams(socket, () => {
      handled++;
      closed.resolve(socket.close());
      return null;
    });
    await raw.peer.run(
      `sends = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nfor _ in range(50): sends.sendto(b"x", ("127.0.0.1", ${portOf(socket)}))`,
    );
    await closed.promise;
    await raw.peer.turn();
    expect(handled).toBe(1);
    await raw.peer.run(
      `again = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nagain.bind(("127.0.0.1", ${portOf(socket)}))\nagain.close()`,
    );
  });

  test("what is sent is the part of the memory that was given, whatever kind of memory", async () => {
    const socket = await open({ port: 0 });
    const lives = await peer("lives");
    const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(65);
    await socket.send(bytes("0123456789").subarray(3, 6), lives);
    await socket.send(shared.subarray(1), lives);
    expect(await raw.peer.run("[lives.recv(64).decode() for _ in range(2)]")).toEqual(["345", "AAA"]);
  });
});
