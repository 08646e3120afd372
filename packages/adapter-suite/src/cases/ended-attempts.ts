import process from "node:process";
import type { DriverStream } from "@anysock/core";
import type { StreamCase } from "../api-case.ts";
import { BegunAttempt } from "../begun-attempt.ts";
import { eventually } from "../eventually.ts";
import { expect } from "../expect.ts";
import { connectionsOf, freshHost } from "../loopback.ts";
import { portOf } from "../name-of-addresses.ts";
import { closedSince, openDescriptors } from "../setting.ts";

/** Keeps the event loop from turning until something outside of this process has happened. */
function standStill(until: () => boolean): void {
  const limit = performance.now() + 3000;
  while (!until()) {
    if (performance.now() > limit) throw new Error("it did not happen within 3 s");
  }
}

async function goneFrom(port: number): Promise<void> {
  await eventually(() => expect(connectionsOf(port)).toEqual([]));
}

/** When attempts are ended: before they can have come about, or about then. */
const moments: readonly [string, string, () => Promise<unknown>][] = [
  ["microtask", "in a microtask", () => Promise.resolve()],
  ["next-turn", "in the next turn", () => new Promise((resolve) => setImmediate(resolve))],
  ["timer", "a timer later", () => new Promise((resolve) => setTimeout(resolve, 1))],
];

const where = { over: "streams", transports: ["tcp4"], needs: ["python", "ss"] } as const;

/** Attempts of the driver that are ended while they are under way, as core ends those that have lost (RFC 8305, 5). */
export const endedAttemptCases: readonly StreamCase[] = [
  ...moments.map(
    ([name, when, moment]): StreamCase => ({
      ...where,
      id: `api/ended-attempts/${name}`,
      title: `Attempts to connect that are ended ${when} leave nothing, in either kernel`,
      verifies: ["CONNECT-10", "CONNECT-15"],
      convicts: "an attempt that is ended while it is under way goes on connecting, or keeps its descriptor",
      async play(setting) {
        const listener = await setting.peer.listen({ host: freshHost(), port: 0 });
        const port = portOf(listener.address);
        const before = openDescriptors();
        for (let round = 0; round < 5; round++) {
          const begun = Array.from({ length: 10 }, () => new BegunAttempt(setting, listener.address));
          await moment();
          for (const attempt of begun) attempt.end();
          for (const { stream } of begun) stream?.destroy("release");
        }
        await closedSince(before);
        await goneFrom(port);
        await listener.stop();
      },
    }),
  ),
  {
    ...where,
    id: "api/ended-attempts/connected",
    title:
      "Attempts that are ended when the kernel has connected them are released: the peer sees an end, and no reset",
    verifies: ["CONNECT-15"],
    convicts: "a connection that nobody wants any more is reset, or stays",
    async play(setting) {
      const listener = await setting.peer.listen({ host: freshHost(), port: 0 });
      const before = openDescriptors();
      const begun = Array.from({ length: 3 }, () => new BegunAttempt(setting, listener.address));
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
    },
  },
  {
    ...where,
    id: "api/ended-attempts/by-a-winner",
    title: "Attempts that are ended in the turn in which another connects leave nothing, and it is unharmed",
    verifies: ["CONNECT-15"],
    convicts: "ending one attempt harms another that has just connected",
    async play(setting) {
      const listener = await setting.peer.listen({ host: freshHost(), port: 0 });
      const port = portOf(listener.address);
      const before = openDescriptors();
      for (let round = 0; round < 5; round++) {
        const begun: BegunAttempt[] = [];
        const winner = await new Promise<DriverStream>((resolve) => {
          for (let index = 0; index < 10; index++) {
            begun.push(
              new BegunAttempt(setting, listener.address, (stream) => {
                for (const attempt of begun) attempt.end();
                resolve(stream);
              }),
            );
          }
        });
        await eventually(() => expect([...openDescriptors()].filter((open) => !before.has(open)).length).toBe(1));
        expect(begun.flatMap(({ stream }) => stream ?? [])).toEqual([winner]);
        winner.destroy("release");
      }
      await closedSince(before);
      await goneFrom(port);
      await listener.stop();
    },
  },
];
