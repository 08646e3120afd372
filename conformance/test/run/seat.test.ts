import { expect, test } from "vitest";
import type { Exit } from "../../src/agent/failure.ts";
import { type Occupant, Seat } from "../../src/run/seat.ts";

class Program implements Occupant {
  readonly exited: Promise<Exit>;
  readonly die: (exit: Exit) => void;
  stopped = 0;
  constructor() {
    const { promise, resolve } = Promise.withResolvers<Exit>();
    this.exited = promise;
    this.die = resolve;
  }
  stderr(): string {
    return "";
  }
  async stop(): Promise<void> {
    this.stopped += 1;
    this.die({ code: 0, signal: null });
  }
}

test("a seat is taken by one process, however many ask at once", async () => {
  let started = 0;
  const start = async (): Promise<Program> => {
    started += 1;
    return new Program();
  };
  const seat = new Seat("a", start, { trusted: false });
  const [one, two] = await Promise.all([seat.take(), seat.take()]);
  expect(one).toBe(two);
  expect(started).toBe(1);
});

test("a process that has died is replaced when the seat is taken the next time", async () => {
  const seat = new Seat("a", async () => new Program(), { trusted: false });
  const first = await seat.take();
  first.die({ code: 3, signal: null });
  expect(await seat.settle(1_000)).toEqual({ code: 3, signal: null });
  const second = await seat.take();
  expect(second).not.toBe(first);
  expect(seat.exit).toBeNull();
});

test("a program that cannot start is tried twice, and its reason is told each time", async () => {
  let tried = 0;
  const seat = new Seat<Program>("a", () => Promise.reject(new Error(`no ${++tried}`)), { trusted: false });
  for (const reason of ["no 1", "no 2", "no 2"]) await expect(seat.take()).rejects.toThrow(reason);
  expect(tried).toBe(2);
});

test("closing ends a process that is just being started, and nobody takes the seat afterwards", async () => {
  const { promise, resolve } = Promise.withResolvers<Program>();
  const seat = new Seat("a", () => promise, { trusted: false });
  const taken = seat.take();
  const closed = seat.close();
  const program = new Program();
  resolve(program);
  await taken;
  await closed;
  expect(program.stopped).toBe(1);
  await expect(seat.take()).rejects.toThrow("the run is over");
});
