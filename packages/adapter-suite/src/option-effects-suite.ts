import { spawn } from "node:child_process";
import { chmodSync, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import {
  type Connection,
  type ConnectOptions,
  type Listener,
  type ListenOptions,
  type OptionId,
  optionTable,
} from "@anysock/core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type KernelOptions, Observer, refusal } from "./effects-observer.ts";
import { inheritedOwnershipSuite } from "./inherited-ownership-suite.ts";
import { inheritedSuite } from "./inherited-suite.ts";
import { noSs, queueOf } from "./listener-queue.ts";
import type { PeerEnd } from "./peer.ts";
import { peerAddress, type Setting, type Transport } from "./setting.ts";

/** One setting, and who looks at what comes of it. */
class Probe {
  readonly setting: Setting;
  readonly observer: Observer;

  constructor(setting: Setting, observer: Observer) {
    this.setting = setting;
    this.observer = observer;
  }

  /** What the kernel has of a listener's socket, and of a connection that it has accepted. */
  async listening(options: ListenOptions): Promise<{ of: Listener; listener: KernelOptions; accepted: KernelOptions }> {
    const of = await this.setting.listen(options);
    const [connection] = await Promise.all([of.accept(), this.setting.peer.connect(peerAddress(of))]);
    this.setting.keep(connection);
    const listener = await this.observer.optionsOf(of.address, null);
    return { of, listener, accepted: await this.observer.optionsOf(connection.local, connection.remote) };
  }

  async connected(options: ConnectOptions): Promise<{ connection: Connection; options: KernelOptions }> {
    const listener = await this.setting.peer.listen(this.setting.place());
    try {
      const connection = this.setting.keep(await this.setting.adapter.connect(listener.address, options));
      await listener.accept();
      return { connection, options: await this.observer.optionsOf(connection.local, connection.remote) };
    } finally {
      await listener.stop();
    }
  }

  /** The class of the packets that a socket sends. */
  classOf({ ipv4Class, ipv6Class }: KernelOptions): number | undefined {
    return this.setting.transport === "tcp4" ? ipv4Class : ipv6Class;
  }
}

interface Effect {
  readonly transports: readonly Transport[];
  /** It takes ss(8) to see it. */
  readonly bySs?: true;
  /** Asks for the option, and looks in the kernel or at a raw peer whether it is there. */
  readonly see: (probe: Probe) => Promise<void>;
}

const tcp = ["tcp4", "tcp6"] as const;

/** Of every option there is, what shows that it has its effect. */
const effects: Readonly<Record<Exclude<OptionId, "fd">, Effect>> = {
  noDelay: {
    transports: tcp,
    async see(probe) {
      expect((await probe.connected({ noDelay: false })).options.noDelay).toBe(false);
      expect((await probe.listening({ noDelay: false })).accepted.noDelay).toBe(false);
    },
  },
  keepAlive: {
    transports: tcp,
    async see(probe) {
      expect((await probe.connected({ keepAlive: true })).options.keepAlive).toBe(true);
      expect((await probe.listening({ keepAlive: true })).accepted.keepAlive).toBe(true);
    },
  },
  keepAliveIdle: {
    transports: tcp,
    async see(probe) {
      const asked = { keepAlive: 9000 };
      expect((await probe.connected(asked)).options).toMatchObject({ keepAlive: true, idle: 9 });
      const { accepted } = await probe.listening(asked);
      expect(accepted).toMatchObject({ keepAlive: true, idle: 9 });
    },
  },
  trafficClass: {
    transports: tcp,
    async see(probe) {
      const { connection, options } = await probe.connected({ trafficClass: 0x28 });
      expect(probe.classOf(options)).toBe(0x28);
      connection.set({ trafficClass: 0x48 });
      expect(probe.classOf(await probe.observer.optionsOf(connection.local, connection.remote))).toBe(0x48);
      const { accepted } = await probe.listening({ trafficClass: 0x20 });
      expect(probe.classOf(accepted)).toBe(0x20);
    },
  },
  receiveBuffer: {
    transports: tcp,
    async see(probe) {
      expect((await probe.connected({ receiveBuffer: 50_000 })).options.receiveBuffer).toBe(100_000);
      const { listener, accepted } = await probe.listening({ receiveBuffer: 30_000 });
      expect([listener.receiveBuffer, accepted.receiveBuffer]).toEqual([60_000, 60_000]);
    },
  },
  sendBuffer: {
    transports: tcp,
    async see(probe) {
      expect((await probe.connected({ sendBuffer: 50_000 })).options.sendBuffer).toBe(100_000);
      const { listener, accepted } = await probe.listening({ sendBuffer: 30_000 });
      expect([listener.sendBuffer, accepted.sendBuffer]).toEqual([60_000, 60_000]);
    },
  },
  local: {
    transports: tcp,
    async see({ setting, observer }) {
      const here = setting.transport === "tcp4" ? "127.0.0.1" : "::1";
      const host = setting.transport === "tcp4" ? "127.0.0.9" : "::1";
      for (const local of [{ host }, { port: 0 }, { host, port: await freePort(setting, host) }]) {
        const port = await observer.listen(here);
        const connection = setting.keep(await setting.adapter.connect({ host: here, port }, { local }));
        const from = await observer.accept(port);
        expect(connection.local).toMatchObject({ host: from[0], port: from[1] });
        if ("host" in local) expect(from[0]).toBe(local.host);
        if (local.port !== undefined && local.port !== 0) expect(from[1]).toBe(local.port);
      }
    },
  },
  backlog: {
    transports: ["tcp4", "tcp6", "unix"],
    bySs: true,
    async see({ setting }) {
      expect(queueOf((await setting.listen({ backlog: 7 })).address)).toEqual({ waiting: 0, backlog: 7 });
    },
  },
  pending: {
    transports: ["tcp4", "tcp6", "unix"],
    bySs: true,
    async see({ setting }) {
      const listener = await setting.listen({ pending: 1, backlog: 64 });
      const ends: PeerEnd[] = [];
      for (let count = 0; count < 3; count++) ends.push(await setting.peer.connect(peerAddress(listener)));
      await setting.peer.turn();
      // One waits in this process, and the others are reset, or wait in the kernel.
      const { waiting } = queueOf(listener.address);
      setting.keep(await listener.accept());
      if (waiting > 0) expect(waiting).toBeGreaterThanOrEqual(2);
      else
        for (const end of ends.slice(1))
          expect((await end.receive()).stopped).toBe(setting.isTcp ? "ECONNRESET" : "FIN");
    },
  },
  ipv6Only: {
    transports: ["tcp6"],
    async see({ setting, observer }) {
      const listener = await setting.adapter.listen({ host: "::", port: 0 }, { ipv6Only: true });
      try {
        expect((await observer.optionsOf(listener.address, null)).ipv6Only).toBe(true);
      } finally {
        await listener.close();
      }
    },
  },
  reusePort: {
    transports: tcp,
    async see(probe) {
      const { of, listener } = await probe.listening({ reusePort: true });
      expect(listener.reusePort).toBe(true);
      const second = await probe.setting.adapter.listen(of.address, { reusePort: true });
      await second.close();
    },
  },
  reuseAddress: {
    transports: tcp,
    async see({ setting, observer }) {
      const alone = await setting.listen({ reuseAddress: false });
      expect((await observer.optionsOf(alone.address, null)).reuseAddress).toBe(false);
      const first = await setting.listen();
      const [connection, end] = await Promise.all([first.accept(), setting.peer.connect(peerAddress(first))]);
      expect((await observer.optionsOf(first.address, null)).reuseAddress).toBe(true);
      // Who sends the first FIN is in TIME-WAIT (RFC 9293, 3.6).
      const closing = connection.close();
      await end.receive();
      await end.close();
      expect(await closing).toBe(true);
      await first.close();
      await expect(setting.adapter.listen(first.address, { reuseAddress: false })).rejects.toMatchObject({
        code: "EADDRINUSE",
      });
      await (await setting.adapter.listen(first.address)).close();
    },
  },
  mode: {
    transports: ["unix"],
    async see({ setting }) {
      // Whatever the umask is, some have bits that it takes, and some lack bits that it leaves.
      for (const mode of [0o600, 0o666, 0o777, 0o421, 0]) {
        const listener = await setting.listen({ mode });
        const { path } = peerAddress(listener) as { path: string };
        expect([path, statSync(path).mode & 0o7777]).toEqual([path, mode]);
        if (mode === 0o666) setting.keep((await Promise.all([listener.accept(), setting.peer.connect({ path })]))[0]);
        await listener.close();
        expect(existsSync(path)).toBe(false);
      }
    },
  },
  unlinkStale: {
    transports: ["unix"],
    async see({ setting }) {
      const at = setting.place() as { path: string };
      await (await setting.peer.listen(at)).stop();
      const identity = statSync(at.path).ino;
      const listener = await setting.adapter.listen(at, { unlinkStale: true });
      expect([existsSync(at.path), typeof identity]).toEqual([true, "number"]);
      await setting.peer.connect(at);
      await listener.close();
    },
  },
};

async function freePort(setting: Setting, host: string): Promise<number> {
  const listener = await setting.adapter.listen({ host, port: 0 });
  const { address } = listener;
  await listener.close();
  return address.family === "unix" ? 0 : address.port;
}

/** How often whoever may not tries to be faster than the mode. */
const INTRUSIONS = 40;

/** For every option: its effect, as the kernel or a raw peer has it, or ENOTSUP that says why. None is ignored. */
export function optionEffectsSuite(setting: Setting): void {
  const noView = refusal();

  describe.skipIf(noView !== "")(`options${noView}`, () => {
    let observer: Observer;
    beforeAll(() => {
      observer = new Observer();
    });
    afterAll(() => observer.end());

    for (const [option, { transports, bySs, see }] of Object.entries(effects) as [Exclude<OptionId, "fd">, Effect][]) {
      if (!transports.includes(setting.transport)) continue;
      const { capability } = optionTable[option];
      if (capability === null || setting.supports(capability)) {
        const unseen = bySs === true ? noSs : "";
        test.skipIf(unseen !== "")(`${option} has its effect${unseen}`, () => see(new Probe(setting, observer)));
      } else {
        test(`${option} is ENOTSUP, which says why${setting.lack(capability)}`, async () => {
          const refused = await see(new Probe(setting, observer)).catch((error: unknown) => error);
          expect(refused).toMatchObject({ code: "ENOTSUP", message: expect.stringContaining(capability) });
          expect((refused as Error).message).toContain(setting.adapter.runtime.version);
        });
      }
    }

    const lacksMode = setting.lack("option:mode");
    if (setting.transport === "unix") {
      test.skipIf(lacksMode !== "")(`at no time let anybody in whom mode does not let in${lacksMode}`, async () => {
        const { path } = setting.place() as { path: string };
        chmodSync(dirname(path), 0o755);
        const [command = "", ...args] = setting.command("mode-program");
        const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
        onTestFinished(() => void child.kill("SIGKILL"));
        const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
        const intrusions: { wasThere: boolean; hasConnected: boolean }[] = [];
        for (let round = 0; round < INTRUSIONS; round++) {
          await observer.intrude(`${path}.${round}`);
          child.stdin.write(`${path}.${round}\n`);
          expect((await said.next()).value).toBe("closed");
          intrusions.push(await observer.intruded());
        }
        // It may be gone before the intruder has its turn, but not every time.
        expect(intrusions.some(({ wasThere }) => wasThere)).toBe(true);
        expect(intrusions.filter(({ hasConnected }) => hasConnected)).toEqual([]);
      });
    }
    if (setting.transport === "unix") inheritedSuite(setting);
    if (setting.transport === "unix") inheritedOwnershipSuite(setting);
  });
}
