import { spawn, spawnSync } from "node:child_process";
import { createSocket, Socket } from "node:dgram";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { bind, type DatagramSocket, driver, NOBODY_RECEIVES, type SocketError } from "@anysock/node";
import { expect, test, vi } from "vitest";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Sends to the port that it is told, as fast as it can, until its stdin is closed: it outlives neither us nor a minute. */
const FLOOD = `
import os, signal, socket, sys, threading
def end_with_stdin():
    sys.stdin.read()
    os._exit(0)
threading.Thread(target=end_with_stdin, daemon=True).start()
signal.alarm(60)
stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print("ready", flush=True)
while True:
    try:
        stranger.sendto(b"stranger", ("127.0.0.1", int(sys.argv[1])))
    except ConnectionRefusedError:
        pass
`;

/** The next datagram, of one that is sent again where the flood has left no room for it. */
async function heard(socket: DatagramSocket, send: () => void): Promise<string> {
  const into = new Uint8Array(16);
  for (;;) {
    send();
    const received = await socket.receive(into, { timeout: 100 }).catch((error: SocketError) => {
      if (error.code !== "ETIMEDOUT") throw error;
    });
    if (received !== undefined) return new TextDecoder().decode(into.subarray(0, received.length));
  }
}

test.skipIf(!hasPython)(
  "what a stranger sends while the socket is being connected is not heard",
  { timeout: 30_000 },
  async () => {
    const peer = createSocket("udp4").bind(0, "127.0.0.1");
    await once(peer, "listening");
    const probe = await bind({ port: 0 });
    const { port } = probe.local as { readonly port: number };
    await probe.close();
    const stranger = spawn("python3", ["-c", FLOOD, String(port)]);
    await once(stranger.stdout, "data");
    try {
      const remote = { host: "127.0.0.1", port: peer.address().port };
      for (let round = 0; round < 300; round++) {
        const socket = await bind({ host: "127.0.0.1", port }, { remote });
        expect(await heard(socket, () => peer.send("peer", port, "127.0.0.1"))).toBe("peer");
        await socket.close();
      }
    } finally {
      stranger.kill("SIGKILL");
      peer.close();
    }
  },
);

test("a broadcast address can be connected to where that is asked for", async () => {
  const socket = await bind({ port: 0 }, { remote: { host: "255.255.255.255", port: 9 }, broadcast: true });
  expect(socket.remote).toMatchObject({ host: "255.255.255.255" });
  await socket.close();
  await expect(bind({ port: 0 }, { remote: { host: "255.255.255.255", port: 9 } })).rejects.toMatchObject({
    code: "EACCES",
  });
});

test("an option that the kernel refuses is a failure of bind, and leaves no descriptor", async () => {
  const refusing = vi.spyOn(Socket.prototype, "setBroadcast").mockImplementation(() => {
    throw Object.assign(new Error("setBroadcast EPERM"), { code: "EPERM" });
  });
  try {
    const before = readdirSync("/proc/self/fd").length;
    await expect(bind({ port: 0 }, { broadcast: true })).rejects.toMatchObject({ code: "EPERM" });
    expect(readdirSync("/proc/self/fd")).toHaveLength(before);
  } finally {
    refusing.mockRestore();
  }
});

test("an interface that is not here is EINVAL, without a system call", async () => {
  const socket = await bind({ host: "0.0.0.0", port: 0 });
  await expect(socket.join("239.1.1.1", { interface: "nowhere0" })).rejects.toMatchObject({ code: "EINVAL" });
  await expect(socket.set({ multicastInterface: "nowhere0" })).rejects.toMatchObject({ code: "EINVAL" });
  await socket.close();
});

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

test("datagrams are declared", () => {
  expect([...driver.supports].filter((one) => one.startsWith("udp"))).toHaveLength(11);
});
