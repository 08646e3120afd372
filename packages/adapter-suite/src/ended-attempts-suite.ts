import process from "node:process";
import type { DriverStream } from "@anysock/core";
import { describe, expect, test, vi } from "vitest";
import { connectionsOf, freshHost, noSs } from "./loopback.ts";
import type { PeerAddress } from "./peer.ts";
import { closedSince, openDescriptors, type Setting } from "./setting.ts";

/** Keeps the event loop from turning until something outside of this process has happened. */
function standStill(until: () => boolean): void {
  const limit = performance.now() + 3000;
  while (!until()) {
    if (performance.now() > limit) throw new Error("it did not happen within 3 s");
  }
}

async function goneFrom(port: number): Promise<void> {
  await vi.waitFor(() => expect(connectionsOf(port)).toEqual([]));
}

/** One attempt of the driver itself. */
class Begun {
  stream: DriverStream | undefined;
  readonly #end: () => void;
  #isOver = false;

  constructor(setting: Setting, to: PeerAddress, connected: (stream: DriverStream) => void = () => {}) {
    if (!("host" in to)) throw new Error("a Unix path has one address");
    this.#end = setting.adapter.driver.connect(
      { family: "ipv4", ...to },
      { noDelay: true, keepAlive: false },
      {
        connected: (stream) => {
          if (this.#isOver) {
            stream.destroy("release");
            return;
          }
          this.#isOver = true;
          this.stream = stream;
          connected(stream);
        },
        failed: () => {
          this.#isOver = true;
        },
      },
    );
  }

  /** As core does: once, and not after the answer. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#end();
  }
}

export function endedAttemptsSuite(setting: Setting): void {
  const portOf = (address: PeerAddress): number => ("port" in address ? address.port : 0);

  /** When attempts are ended: before they can have come about, or about then. */
  const moments: readonly [string, () => Promise<unknown>][] = [
    ["in a microtask", () => Promise.resolve()],
    ["in the next turn", () => new Promise((resolve) => setImmediate(resolve))],
    ["a timer later", () => new Promise((resolve) => setTimeout(resolve, 1))],
  ];

  describe.skipIf(noSs !== "")(`attempts to connect that are under way together${noSs}`, () => {
    test.each(moments)("and are ended %s leave nothing", async (_when, moment) => {
      const listener = await setting.peer.listen({ host: freshHost(), port: 0 });
      const port = portOf(listener.address);
      const before = openDescriptors();
      for (let round = 0; round < 5; round++) {
        const begun = Array.from({ length: 10 }, () => new Begun(setting, listener.address));
        await moment();
        for (const attempt of begun) attempt.end();
        for (const { stream } of begun) stream?.destroy("release");
      }
      await closedSince(before);
      await goneFrom(port);
      await listener.stop();
    });

    test("and are ended when the kernel has connected them are released: the peer sees an end, and no reset", async () => {
      const listener = await setting.peer.listen({ host: freshHost(), port: 0 });
      const before = openDescriptors();
      const begun = Array.from({ length: 3 }, () => new Begun(setting, listener.address));
      // They are through all of the handshake, and our loop has not turned since.
      const port = portOf(listener.address);
      await new Promise<void>((resolve) => process.nextTick(resolve));
      standStill(() => connectionsOf(port).length === 6);
      for (const attempt of begun) attempt.end();
      const ends = await Promise.all(begun.map(() => listener.accept()));
      for (const end of ends) expect(await end.receive()).toMatchObject({ length: 0, stopped: "FIN" });
      expect(begun.flatMap(({ stream }) => stream ?? [])).toEqual([]);
      await closedSince(before);
      await listener.stop();
    });

    test("and are ended in the turn in which another connects leave nothing, and it is unharmed", async () => {
      const listener = await setting.peer.listen({ host: freshHost(), port: 0 });
      const port = portOf(listener.address);
      const before = openDescriptors();
      for (let round = 0; round < 5; round++) {
        const begun: Begun[] = [];
        const winner = await new Promise<DriverStream>((resolve) => {
          for (let index = 0; index < 10; index++) {
            begun.push(
              new Begun(setting, listener.address, (stream) => {
                for (const attempt of begun) attempt.end();
                resolve(stream);
              }),
            );
          }
        });
        await vi.waitFor(() => expect([...openDescriptors()].filter((open) => !before.has(open)).length).toBe(1));
        expect(begun.flatMap(({ stream }) => stream ?? [])).toEqual([winner]);
        winner.destroy("release");
      }
      await closedSince(before);
      await goneFrom(port);
      await listener.stop();
    });
  });
}
