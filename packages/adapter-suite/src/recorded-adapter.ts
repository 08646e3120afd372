import { types } from "node:util";
import { type Address, formatAddress } from "@anysock/core";
import { contentOf, failureText, lengthOf, shownArguments, shownValue } from "./call-text.ts";
import { type Asked, asked, numbered } from "./exchanges.ts";
import type { Adapter } from "./setting.ts";

/** What an adapter makes: how it is called, and by which methods it is used. */
const made = {
  connection: ["read", "readChunk", "write", "closeWrite", "close", "abort", "set", "ref", "unref"],
  listener: ["accept", "close", "ref", "unref"],
  "datagram socket": ["receive", "send", "join", "leave", "set", "close", "ref", "unref"],
} as const;

type Kind = keyof typeof made;

/** What makes one. */
const makers: Readonly<Record<string, Kind>> = {
  connect: "connection",
  accept: "connection",
  listen: "listener",
  bind: "datagram socket",
};

type Call = (this: unknown, ...args: readonly unknown[]) => unknown;

/** What is called: an object that the adapter has made, or the adapter itself. */
type Callee = Pick<Asked, "object" | "of">;

/**
 * The same functions, each call of which is kept with what it settled to, as is each call of what they make, in the order of what the raw
 * peer is asked. What they give is the very same: the promises that the adapter has made, and the objects, which have methods of their
 * own in front of those of their class. So no case can tell, by identity, by `instanceof` or by when something settles.
 */
export function recorded<Functions extends Partial<Pick<Adapter, "connect" | "listen">>>(
  adapter: Functions,
): Functions {
  const functions: Record<string, unknown> = { ...adapter };
  for (const name of ["connect", "listen", "bind"]) {
    const call = functions[name];
    if (typeof call === "function") functions[name] = recordedCall(name, call as Call, {});
  }
  return functions as Functions;
}

function recordedCall(name: string, call: Call, callee: Callee): Call {
  return function (...args): unknown {
    const tell = asked({ by: "adapter", ...callee, question: shown(() => `${name}(${argumentsText(name, args)})`) });
    let given: unknown;
    try {
      given = Reflect.apply(call, this, args);
    } catch (error) {
      tell(shown(() => `throws ${failureText(error)}`));
      throw error;
    }
    if (types.isPromise(given)) whenSettled(given, tell, (value) => settledText(name, args, value));
    else tell(given === this ? "itself" : shown(() => shownValue(given)));
    return given;
  };
}

/**
 * Told before whoever awaits it, who waits no longer for that. A failure of it is one that can be caught, whether or not the case does:
 * what nobody can catch is in other promises than those that an adapter gives.
 */
function whenSettled(
  promise: Promise<unknown>,
  tell: (answer: string) => void,
  text: (value: unknown) => string,
): void {
  // Of the language: one of its own could tell.
  Promise.prototype.then.call(
    promise,
    (value: unknown) => tell(shown(() => text(value))),
    (error: unknown) => tell(shown(() => failureText(error))),
  );
}

/** What an adapter has given may be anything: looking at it must not be the end of a case. */
function shown(text: () => string): string {
  try {
    return text();
  } catch (error) {
    return `what cannot be shown (${error})`;
  }
}

function argumentsText(name: string, args: readonly unknown[]): string {
  const [into, ...others] = args;
  if (!fills(name) || !(into instanceof Uint8Array)) return shownArguments(args);
  return [lengthOf(into), ...others.map(shownValue)].join(", ");
}

/** Whether its first argument is memory that it fills. */
function fills(name: string): boolean {
  return name === "read" || name === "receive";
}

function settledText(name: string, [into]: readonly unknown[], value: unknown): string {
  const kind = makers[name];
  if (kind !== undefined && typeof value === "object" && value !== null) return madeText(kind, name, value);
  const isFilled = fills(name) && into instanceof Uint8Array && into.length > 0;
  return `${shownValue(value)}${isFilled ? contentOf(into.subarray(0, countOf(value))) : ""}`;
}

/** Of what was read, or of a datagram. */
function countOf(value: unknown): number {
  const count = typeof value === "object" && value !== null && "length" in value ? value.length : value;
  return typeof count === "number" ? count : 0;
}

const records = new WeakSet<object>();

/** `#2, at tcp://127.0.0.1:4711`; from then on its calls are kept. */
function madeText(kind: Kind, maker: string, object: object): string {
  const number = numbered();
  const where = shown(() => placeText(kind, maker, object));
  if (!records.has(object)) record(kind, object, { object: number, of: `the ${kind} ${where}` });
  records.add(object);
  return `#${number}, the ${kind} ${where}`;
}

interface Placed {
  readonly local?: Address;
  readonly remote?: Address;
  readonly address?: Address;
}

function placeText(kind: Kind, maker: string, { local, remote, address }: Placed): string {
  if (kind === "connection") return `${maker === "accept" ? "from" : "to"} ${addressText(remote)}`;
  return kind === "listener" ? `at ${addressText(address)}` : `at ${addressText(local, "udp")}`;
}

function addressText(address: Address | undefined, scheme: "tcp" | "udp" = "tcp"): string {
  return address === undefined ? "nowhere" : formatAddress(address, scheme);
}

function record(kind: Kind, object: object, callee: Callee): void {
  for (const name of made[kind]) {
    const call: unknown = Reflect.get(object, name);
    if (typeof call === "function") putInFront(object, name, recordedCall(name, call as Call, callee));
  }
  // Of a proxy it could be had without it alone, with the promise that is made for who asks.
  if (kind === "connection" && !types.isProxy(object)) recordClosed(object, callee);
}

/** In front of that of its class. An object that gives another one all the same, as a proxy may, is left as it was. */
function putInFront(object: object, name: string, value: Call): void {
  const before = Reflect.getOwnPropertyDescriptor(object, name);
  const isPut = Reflect.defineProperty(object, name, {
    value,
    configurable: true,
    writable: true,
    enumerable: before?.enumerable ?? false,
  });
  if (!isPut || Reflect.get(object, name) === value) return;
  if (before === undefined) Reflect.deleteProperty(object, name);
  else Reflect.defineProperty(object, name, before);
}

/** `closed` is asked for, and may be waited for as a call is. */
function recordClosed(connection: object, callee: Callee): void {
  const get = getterOf(connection, "closed");
  if (get === undefined) return;
  let known: unknown;
  const closed = (): unknown => {
    const promise: unknown = Reflect.apply(get, connection, []);
    if (promise !== known && types.isPromise(promise)) {
      known = promise;
      whenSettled(promise, asked({ by: "adapter", ...callee, question: "closed" }), shownValue);
    }
    return promise;
  };
  Reflect.defineProperty(connection, "closed", { get: closed, configurable: true, enumerable: false });
}

function getterOf(object: object, name: string): (() => unknown) | undefined {
  for (let at: object | null = object; at !== null; at = Reflect.getPrototypeOf(at)) {
    const found = Reflect.getOwnPropertyDescriptor(at, name);
    if (found !== undefined) return found.get;
  }
  return undefined;
}
