import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Address, Connection, ConnectionOptions } from "@anysock/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { peerAddress, type Setting } from "./setting.ts";

/** The system's view of a TCP connection; times in seconds (tcp(7)). */
interface SocketOptions {
  readonly noDelay: boolean;
  readonly keepAlive: boolean;
  readonly idle: number;
  readonly interval: number;
  readonly probes: number;
}

const command = [
  "python3",
  fileURLToPath(new URL("../peers/socket-options.py", import.meta.url)),
  String(process.pid),
] as const;

/** Why the kernel cannot be asked, for a title. */
function refusal(): string {
  const { status, stderr } = spawnSync(command[0], command.slice(1), { input: "" });
  return status === 0 ? "" : ` (${String(stderr).trim().split("\n").at(-1)})`;
}

/** Asks the kernel, from another process, for what is set on sockets of this one. */
class Kernel {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  /** What the system gives to a socket of which nobody asks anything. */
  usual: SocketOptions | undefined;

  constructor() {
    this.#process = spawn(command[0], command.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
    if (this.#process.stdout === null) throw new Error("its output is a pipe");
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async start(): Promise<void> {
    this.usual = await this.#ask(null);
  }

  optionsOf({ local, remote }: Connection): Promise<SocketOptions> {
    return this.#ask([endOf(local), endOf(remote)]);
  }

  async #ask(ends: readonly [unknown, unknown] | null): Promise<SocketOptions> {
    this.#process.stdin?.write(`${JSON.stringify(ends)}\n`);
    const { value } = await this.#answers.next();
    const found = JSON.parse(value) as SocketOptions[];
    expect(found).toHaveLength(1);
    return found[0] as SocketOptions;
  }

  end(): void {
    this.#process.stdin?.end();
  }
}

function endOf(address: Address): [string, number] {
  if (address.family === "unix") throw new Error("a TCP connection is expected");
  return [address.host, address.port];
}

/** Options of TCP connections, each as the kernel has it: a runtime that ignores one says nothing. */
export function optionsSuite(setting: Setting): void {
  const noView = setting.peerKind === "python" ? refusal() : "";

  describe.skipIf(noView !== "").each(["connected", "accepted"] as const)(
    `a connection that was %s${noView}`,
    (how) => {
      let kernel: Kernel;
      beforeAll(async () => {
        kernel = new Kernel();
        await kernel.start();
      });
      afterAll(() => kernel.end());

      async function made(options?: ConnectionOptions): Promise<Connection> {
        if (how === "accepted") {
          const listener = await setting.listen(options);
          const [connection] = await Promise.all([listener.accept(), setting.peer.connect(peerAddress(listener))]);
          return setting.keep(connection);
        }
        const listener = await setting.peer.listen(setting.place());
        const [connection] = await Promise.all([setting.adapter.connect(listener.address, options), listener.accept()]);
        await listener.stop();
        return setting.keep(connection);
      }

      /** All that the kernel has, by what differs from the system's own. */
      async function expectOptions(connection: Connection, expected: Partial<SocketOptions>): Promise<void> {
        expect(await kernel.optionsOf(connection)).toEqual({ ...kernel.usual, noDelay: true, ...expected });
      }

      const noIdle = setting.lack("option:keepAliveIdle");

      test("sends at once and does not probe, where nothing is said", async () => {
        await expectOptions(await made(), {});
      });

      test.each<[ConnectionOptions, Partial<SocketOptions>]>([
        [{ noDelay: false }, { noDelay: false }],
        [{ keepAlive: true }, { keepAlive: true }],
        [
          { noDelay: false, keepAlive: true },
          { noDelay: false, keepAlive: true },
        ],
      ])("is made with %j", async (options, expected) => {
        await expectOptions(await made(options), expected);
      });

      test.skipIf(noIdle !== "")(`is made with an idle time, and probes as the system does${noIdle}`, async () => {
        await expectOptions(await made({ keepAlive: 9000 }), { keepAlive: true, idle: 9 });
      });

      test("is set, and set back", async () => {
        const connection = await made();
        connection.set({ noDelay: false, keepAlive: true });
        await expectOptions(connection, { noDelay: false, keepAlive: true });
        connection.set({ keepAlive: false });
        await expectOptions(connection, { noDelay: false });
        connection.set({ noDelay: true });
        await expectOptions(connection, {});
      });

      test.skipIf(noIdle !== "")(`has the system's idle time again where it is set to \`true\`${noIdle}`, async () => {
        for (const connection of [await made(), await made({ keepAlive: 9000 })]) {
          connection.set({ keepAlive: 7000 });
          await expectOptions(connection, { keepAlive: true, idle: 7 });
          connection.set({ keepAlive: true });
          await expectOptions(connection, { keepAlive: true });
          connection.set({ keepAlive: 7000 });
          connection.set({ keepAlive: false });
          connection.set({ keepAlive: true });
          await expectOptions(connection, { keepAlive: true });
        }
      });

      test("is set after its own FIN as well", async () => {
        const connection = await made();
        await connection.closeWrite();
        connection.set({ noDelay: false, keepAlive: true });
        await expectOptions(connection, { noDelay: false, keepAlive: true });
      });
    },
  );
}
