import { type Made, withFacades } from "./made.ts";

/** A second reader waits for the first, and takes the next bytes. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => {
    let last: Promise<unknown> = Promise.resolve();
    const inTurn = <Value>(read: () => Promise<Value>): Promise<Value> => {
      const mine = last.then(read);
      last = mine.catch(() => {});
      return mine;
    };
    return {
      read: (into, wait) => inTurn(() => right.read(into, wait)),
      readChunk: (wait) => inTurn(() => right.readChunk(wait)),
    };
  },
});
