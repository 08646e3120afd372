import { readdirSync } from "node:fs";
import { bind, type DatagramSocket, driver, supports } from "@anysock/deno";
import { afterEach, describe, expect, test, vi } from "vitest";
import { peered } from "./peered.ts";
import { hasPython, noPython } from "./python.ts";

const noLibrary = supports.has("udp:broadcast") ? "" : " (no permission for FFI)";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const opened: DatagramSocket[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const socket of opened.splice(0)) await socket.close();
});

async function binding(...given: Parameters<typeof bind>): Promise<DatagramSocket> {
  const socket = await bind(...given);
  opened.push(socket);
  return socket;
}

function portOf({ local }: DatagramSocket): number {
  return "port" in local ? local.port : 0;
}

async function code(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => "none",
    (error: { code: string }) => error.code,
  );
}

async function heard(socket: DatagramSocket): Promise<string> {
  const into = new Uint8Array(64);
  const { length } = await socket.receive(into);
  return new TextDecoder().decode(into.subarray(0, length));
}

function descriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

describe.skipIf(!hasPython)(`datagrams on Deno, with Python as the raw peer${noPython}`, () => {
  const peer = peered();

  async function python(host: string): Promise<number> {
    const family = host.includes(":") ? "AF_INET6" : "AF_INET";
    const code = `s = socket.socket(socket.${family}, socket.SOCK_DGRAM); s.bind(("${host}", 0)); s.settimeout(5)`;
    return Number(await peer.python.run(`${code}\ns.getsockname()[1]`));
  }

  // Deno sends those that are under way at once in the reverse order, in blocks of 128.
  test("400 sends that nobody waits for leave in their order", async () => {
    const to = { host: "127.0.0.1", port: await python("127.0.0.1") };
    await peer.python.run("s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)");
    const socket = await binding({ port: 0 });
    const numbers = Array.from({ length: 400 }, (_, at) => String(at));
    await Promise.all(numbers.map((number) => socket.send(bytes(number), to)));
    expect(await peer.python.run("[s.recv(100) for _ in range(400)]")).toEqual(numbers);
  });

  // The kernel knows of no peer: the adapter compares addresses, which Deno tells in one spelling.
  test.each([
    ["127.0.0.1", "127.0.0.1", "127.0.0.1"],
    ["::1", "0:0:0:0:0:0:0:1", "::1"],
    ["127.0.0.1", "127.0.0.1", "::"],
    ["127.0.0.1", "::FFFF:127.0.0.1", "::"],
    ["127.0.0.1", "::ffff:7f00:1", "::"],
    ["127.0.0.1", "0.0.0.0", "127.0.0.1"],
    ["::1", "::", "::1"],
  ])("a socket hears its peer at %s, which it calls %s, on %s", async (host, called, at) => {
    const port = await python(host);
    const socket = await binding({ host: at, port: 0 }, { remote: { host: called, port } });
    await socket.send(bytes("hello"));
    expect(await peer.python.run('data, sender = s.recvfrom(100); s.sendto(b"welcome", sender); data')).toBe("hello");
    expect(await heard(socket)).toBe("welcome");
  });

  test("a flood of strangers neither reaches a connected socket nor stops the loop", async () => {
    const to = { host: "127.0.0.1", port: await python("127.0.0.1") };
    const socket = await binding({ port: 0 }, { remote: to });
    await peer.python.run(
      "stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); stopped = False\n" +
        `def flood():\n    while not stopped: stranger.sendto(b"x" * 1000, ("127.0.0.1", ${portOf(socket)}))\n` +
        "flooding = threading.Thread(target=flood); flooding.start()",
    );
    const receiving = heard(socket);
    for (let tick = 0; tick < 20; tick++) await new Promise((resolve) => setTimeout(resolve));
    await peer.python.run("stopped = True; flooding.join()");
    // What the kernel's queue had no room for is lost: the peer says it again until it is answered.
    const answered = peer.python.run(
      `while not select.select([s], [], [], 0.01)[0]: s.sendto(b"peer", ("127.0.0.1", ${portOf(socket)}))`,
    );
    expect(await receiving).toBe("peer");
    await socket.send(bytes("heard"));
    await answered;
    expect(socket.dropped).toBe(0);
  });

  test("reuseAddress shares the address with a socket that shares it as well, and with no other", async () => {
    const shared = await binding({ port: 0 }, { reuseAddress: true });
    const own = await binding({ port: 0 });
    await peer.python.run(
      "def share(port):\n" +
        "    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:\n" +
        "        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n" +
        '        one.bind(("127.0.0.1", port))\n' +
        "        return True",
    );
    expect(await peer.python.attempt(`share(${portOf(shared)})`)).toBe(true);
    expect(await peer.python.attempt(`share(${portOf(own)})`)).toBe("OSError");
  });

  test("a handler that closes the socket at a datagram is told of no further one", async () => {
    const socket = await binding({ port: 0 });
    await python("127.0.0.1");
    const seen: string[] = [];
    const iterating = (async () => {
      for await (const { data } of socket) {
        seen.push(new TextDecoder().decode(data));
        await socket.close();
      }
    })();
    await peer.python.run(`for n in range(3): s.sendto(str(n).encode(), ("127.0.0.1", ${portOf(socket)}))`);
    await iterating;
    expect(seen).toEqual(["0"]);
  });

  test("close with sends and a receive under way answers each of them", async () => {
    const socket = await binding({ port: 0 });
    const to = { host: "127.0.0.1", port: await python("127.0.0.1") };
    const under = [code(socket.receive(new Uint8Array(1)))];
    for (let at = 0; at < 300; at++) under.push(code(socket.send(bytes("x"), to)));
    await socket.close();
    expect(new Set(await Promise.all(under))).toEqual(new Set(["ECLOSED"]));
  });
});

describe("a datagram socket of Deno", () => {
  test("leaves nothing behind, 100 times at the same port, a receive pending or not", async () => {
    const kept = await binding({ port: 0 }, { reuseAddress: true });
    const before = descriptors();
    for (let at = 0; at < 100; at++) {
      const socket = await bind(kept.local, { reuseAddress: true });
      if (at % 2 === 0) void code(socket.receive(new Uint8Array(1)));
      await socket.close();
    }
    expect(descriptors()).toBe(before);
    const port = portOf(kept);
    await kept.close();
    const again = await binding({ port });
    expect(portOf(again)).toBe(port);
  });

  test("tells nothing after close, with sends and a receive under way", async () => {
    const told: string[] = [];
    const tell = (what: string) => (): void => void told.push(what);
    const events = {
      received: tell("received"),
      sent: tell("sent"),
      reported: tell("reported"),
      failed: tell("failed"),
    };
    const options = { ipv6Only: false, reuseAddress: false, reusePort: false, broadcast: false, remote: undefined };
    const socket = await driver.bind?.({ family: "ipv4", host: "127.0.0.1", port: 0 }, options, events);
    if (socket === undefined || socket.local.family === "unix") throw new Error("a datagram socket is expected");
    for (let at = 0; at < 200; at++) socket.send(bytes("x"), socket.local);
    await socket.close();
    // Whatever Deno has to say about a socket that is closed, it says in the next turns.
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve));
    expect(told).toEqual([]);
  });

  test.skipIf(noLibrary !== "")(
    `on a socket of our own sends, receives and leaves nothing behind, 50 times at the same port${noLibrary}`,
    async () => {
      const first = await binding({ host: "::", port: 0 }, { ipv6Only: true });
      const at = { host: "::", port: portOf(first) };
      const peer = await binding({ host: "::1", port: 0 });
      await first.close();
      const before = descriptors();
      for (let round = 0; round < 50; round++) {
        const socket = await bind(at, { ipv6Only: true });
        expect(socket.local).toEqual({ family: "ipv6", ...at });
        expect(await code(bind(at, { ipv6Only: true }))).toBe("EADDRINUSE");
        await peer.send(bytes("there"), { host: "::1", port: at.port });
        expect(await heard(socket)).toBe("there");
        await socket.send(bytes("back"), { host: "::1", port: portOf(peer) });
        expect(await heard(peer)).toBe("back");
        await socket.close();
      }
      expect(descriptors()).toBe(before);
    },
  );

  // 127.255.255.255 is the broadcast address of the loopback interface.
  const everybody = { host: "127.255.255.255", port: 9 };

  test.skipIf(noLibrary !== "")(
    `sets the options of its own descriptor, of several at one address${noLibrary}`,
    async () => {
      const sockets = [await binding({ port: 0 }, { reuseAddress: true })];
      for (let at = 0; at < 4; at++)
        sockets.push(await binding(sockets[0]?.local ?? { port: 0 }, { reuseAddress: true }));
      await sockets[2]?.set({ broadcast: true });
      const codes = await Promise.all(sockets.map((socket) => code(socket.send(bytes("x"), everybody))));
      expect(codes).toEqual(["EACCES", "EACCES", "none", "EACCES", "EACCES"]);
    },
  );

  test.skipIf(noLibrary !== "")(`sets nothing where there is no such interface${noLibrary}`, async () => {
    const socket = await binding({ port: 0 });
    expect(await code(socket.set({ broadcast: true, multicastInterface: "nowhere" }))).toBe("EINVAL");
    expect(await code(socket.send(bytes("x"), everybody))).toBe("EACCES");
  });

  test.skipIf(noLibrary !== "")(`is found where another thread was faster with its number${noLibrary}`, async () => {
    spoilLibrary({ dup: () => 0, close: () => 0 });
    const fresh = await import("@anysock/deno");
    const sockets = [await fresh.bind({ port: 0 }, { reuseAddress: true })];
    for (let at = 0; at < 2; at++)
      sockets.push(await fresh.bind(sockets[0]?.local ?? { port: 0 }, { reuseAddress: true }));
    await sockets[1]?.set({ broadcast: true });
    const codes = await Promise.all(sockets.map((socket) => code(socket.send(bytes("x"), everybody))));
    expect(codes).toEqual(["EACCES", "none", "EACCES"]);
    for (const socket of sockets) await socket.close();
  });

  test.skipIf(noLibrary !== "")(`that is not found is not opened${noLibrary}`, async () => {
    spoilLibrary({ getsockname: () => -1 });
    const fresh = await import("@anysock/deno");
    await code(fresh.bind({ port: 0 }));
    const before = descriptors();
    expect(await code(fresh.bind({ port: 0 }))).toBe("EIO");
    expect(descriptors()).toBe(before);
  });

  test.skipIf(noLibrary !== "")(`is EPERM where the permission has been revoked since${noLibrary}`, async () => {
    vi.resetModules();
    const fresh = await import("@anysock/deno");
    vi.spyOn(Deno, "dlopen").mockImplementation((() => {
      throw new Deno.errors.NotCapable("no");
    }) as never);
    expect(await code(fresh.bind({ port: 0 }))).toBe("EPERM");
  });

  test("receives on after a failure that passes, and says so where none does", async () => {
    const native = Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
    const receive = vi.spyOn(Object.getPrototypeOf(native) as Deno.DatagramConn, "receive");
    native.close();
    receive.mockRejectedValueOnce(new Error("passes"));
    const first = await binding({ port: 0 });
    await first.send(bytes("here"), first.local);
    expect(await heard(first)).toBe("here");
    receive.mockRejectedValue(new Error("stays"));
    const second = await binding({ port: 0 });
    expect(await code(second.receive(new Uint8Array(1)))).toBe("EIO");
  });
});

/** Of a copy of the adapter that is imported from now on: what the C library does instead. */
function spoilLibrary(spoiled: Record<string, () => unknown>): void {
  vi.resetModules();
  const load = Deno.dlopen;
  vi.spyOn(Deno, "dlopen").mockImplementation(((name: string, definitions: Deno.ForeignLibraryInterface) => {
    const { symbols, close } = load(name, definitions);
    return { close, symbols: { ...(symbols as object), ...spoiled } };
  }) as never);
}
