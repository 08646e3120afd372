import { AsyncLocalStorage } from "node:async_hooks";
import { type Made, withFacades } from "./made.ts";

/** Where the module was loaded, and nobody keeps anything: as a callback of the runtime's may be. */
const outside = AsyncLocalStorage.snapshot();

/** It gives look-alikes of promises, whose then() calls back in a context that is nobody's. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => ({ readChunk: (wait) => calledOutside(right.readChunk(wait)) }),
  datagrams: (right) => ({ receive: (into, wait) => calledOutside(right.receive(into, wait)) }),
});

function calledOutside<Value>(promise: Promise<Value>): Promise<Value> {
  const wrong: Promise<Value>["then"] = (kept, caught) => promise.then(around(kept), around(caught));
  return new Proxy(promise, { get: (of, name) => (name === "then" ? wrong : Reflect.get(of, name, of)) });
}

function around<From, To>(call: ((from: From) => To) | null | undefined): ((from: From) => To) | undefined {
  return typeof call === "function" ? (from) => outside(call, from) : undefined;
}
