import type { AsyncLocalStorage } from "node:async_hooks";
import { expect } from "./expect.ts";

/**
 * What an operation comes to, and that the context of whoever waits for it is there afterwards. Behind `await` the language sees to that,
 * whatever has been given; what `then()` calls is in that context where a promise of the language's has been given, and with one of
 * somebody's own making in that of the runtime's callback.
 */
export async function inContext<Value>(storage: AsyncLocalStorage<string>, operation: Promise<Value>): Promise<Value> {
  const before = storage.getStore();
  let inThen = "never called";
  const look = (): void => {
    inThen = storage.getStore() ?? "nothing";
  };
  operation.then(look, look);
  const value = await operation;
  expect({ inThen, behindAwait: storage.getStore() ?? "nothing" }).toEqual({ inThen: before, behindAwait: before });
  return value;
}
