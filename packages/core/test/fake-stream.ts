import {
  type Address,
  DONE,
  type Done,
  type DriverStream,
  Failure,
  LATER,
  type Later,
  NOBODY,
  type StreamEvents,
} from "@anysock/core";
import { afterEach, expect } from "vitest";
import { LOOK_PATIENCE } from "../src/idle.ts";

type Incoming = Uint8Array | null | Failure;

const created: FakeStream[] = [];

/**
 * A scripted stream. What the network brings (`bring`) answers a pull at once when it is there already, else by an event.
 * Pushes and shutdowns are answered at once (`sends`, `shuts` are "now"), or when the test says so.
 * It holds core to the promises of `driver.ts`, and each broken one fails the test.
 */
export class FakeStream implements DriverStream {
  readonly local: Address = { family: "ipv4", host: "127.0.0.1", port: 50_000 };
  readonly remote: Address = { family: "ipv4", host: "127.0.0.1", port: 7 };
  readonly fills: boolean;
  events: StreamEvents = NOBODY;
  sends: "now" | "later" | Failure = "now";
  shuts: "now" | "later" | Failure = "now";
  /** What setting an option throws. */
  refusesOptions: unknown = null;
  /** Everything that was pushed, and was or will be answered by `DONE`. */
  readonly written: number[] = [];
  pushes = 0;
  pulls = 0;
  /** FIN has been asked for. */
  shutdowns = 0;
  destroyed: "reset" | "release" | null = null;
  referenced = true;
  readonly set: unknown[] = [];
  readonly broken: string[] = [];
  readonly #incoming: Incoming[] = [];
  #into: Uint8Array | null = null;
  #pushing: { data: Uint8Array; copy: Uint8Array } | null = null;
  #shutting = false;

  constructor(options: { fills?: boolean } = {}) {
    this.fills = options.fills ?? false;
    created.push(this);
  }

  get isPulled(): boolean {
    return this.#into !== null;
  }

  get isPushing(): boolean {
    return this.#pushing !== null;
  }

  /** The network brings bytes (text or values), the peer's FIN (`null`) or a failure. */
  bring(...incoming: (Incoming | string)[]): void {
    this.#incoming.push(...incoming.map((item) => (typeof item === "string" ? new TextEncoder().encode(item) : item)));
    this.#answerPull();
  }

  #answerPull(): void {
    if (this.#into === null || this.destroyed !== null || this.#incoming.length === 0) return;
    const into = this.#into;
    this.#into = null;
    this.events.pulled(this.#take(into));
  }

  /** The next of what the network brought. A failure, and the end, stay. */
  #take(into: Uint8Array): Incoming {
    const next = this.#incoming[0] as Incoming;
    if (!(next instanceof Uint8Array)) return next;
    if (!this.fills) {
      this.#incoming.shift();
      return next;
    }
    const count = Math.min(next.length, into.length);
    into.set(next.subarray(0, count));
    if (count === next.length) this.#incoming.shift();
    else this.#incoming[0] = next.subarray(count);
    return into.subarray(0, count);
  }

  pull(into: Uint8Array): Incoming | Later {
    this.#hold(this.destroyed === null, "pull after destroy");
    this.#hold(this.#into === null, "two pulls at once");
    this.#hold(!this.fills || into.length > 0, "pull into no memory");
    this.pulls++;
    if (this.#incoming.length > 0) return this.#take(into);
    this.#into = into;
    return LATER;
  }

  push(data: Uint8Array): Done | Failure | Later {
    this.#hold(this.destroyed === null, "push after destroy");
    this.#hold(this.#pushing === null, "two pushes at once");
    this.#hold(this.shutdowns === 0, "push after shutdown");
    this.#hold(data.length > 0, "push of nothing");
    this.pushes++;
    if (this.sends instanceof Failure) return this.sends;
    if (this.sends === "now") {
      for (const byte of data) this.written.push(byte);
      return DONE;
    }
    this.#pushing = { data, copy: data.slice() };
    return LATER;
  }

  /** Answers the push under way. */
  pushed(answer: Done | Failure = DONE): void {
    const pushing = this.#pushing;
    if (pushing === null) throw new Error("no push is under way");
    this.#pushing = null;
    this.#hold(
      pushing.data.every((byte, at) => byte === pushing.copy[at]),
      "data changed during a push",
    );
    if (answer === DONE) for (const byte of pushing.copy) this.written.push(byte);
    this.events.pushed(answer);
  }

  shutdown(): Done | Failure | Later {
    this.#hold(this.destroyed === null, "shutdown after destroy");
    this.#hold(this.shutdowns === 0, "two shutdowns");
    this.#hold(this.#pushing === null, "shutdown during a push");
    this.shutdowns++;
    if (this.shuts instanceof Failure) return this.shuts;
    if (this.shuts === "now") return DONE;
    this.#shutting = true;
    return LATER;
  }

  /** Answers the shutdown under way. */
  shut(answer: Done | Failure = DONE): void {
    if (!this.#shutting) throw new Error("no shutdown is under way");
    this.#shutting = false;
    this.events.shut(answer);
  }

  destroy(how: "reset" | "release"): void {
    this.#hold(this.destroyed === null, "two destroys");
    this.destroyed = how;
    this.#into = null;
    this.#pushing = null;
    this.#shutting = false;
  }

  setNoDelay(on: boolean): void {
    if (this.refusesOptions !== null) throw this.refusesOptions;
    this.set.push({ noDelay: on });
  }

  setKeepAlive(on: boolean, idle: number | undefined): void {
    if (this.refusesOptions !== null) throw this.refusesOptions;
    this.set.push({ keepAlive: on, idle });
  }

  setTrafficClass(value: number): void {
    if (this.refusesOptions !== null) throw this.refusesOptions;
    this.set.push({ trafficClass: value });
  }

  ref(): void {
    this.#hold(this.destroyed === null, "ref after destroy");
    this.referenced = true;
  }

  unref(): void {
    this.#hold(this.destroyed === null, "unref after destroy");
    this.referenced = false;
  }

  get text(): string {
    return new TextDecoder().decode(Uint8Array.from(this.written));
  }

  #hold(promise: boolean, otherwise: string): void {
    if (!promise) this.broken.push(otherwise);
  }
}

/** One turn of the event loop: whatever can happen by itself has happened. */
export function aTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Idle connections have been looked at: the look is set within a turn, and comes after its patience. */
export async function theLook(): Promise<void> {
  await aTurn();
  await new Promise((resolve) => setTimeout(resolve, LOOK_PATIENCE));
}

afterEach(async () => {
  const streams = created.splice(0);
  await theLook();
  expect(streams.flatMap((stream) => stream.broken)).toEqual([]);
});
