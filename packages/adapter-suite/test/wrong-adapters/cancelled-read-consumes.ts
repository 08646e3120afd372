import { givenUp } from "./given-up.ts";
import { type Made, withFacades } from "./made.ts";

/** A read that was given up takes the next bytes, which nobody gets. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => {
    let lost: Promise<unknown> = Promise.resolve();
    return {
      read: async (into, wait) => {
        await lost;
        const reading = right.readChunk();
        lost = reading.catch(() => {});
        const chunk = await givenUp(reading, wait);
        into.set(chunk?.subarray(0, into.length) ?? []);
        return chunk === null ? null : Math.min(chunk.length, into.length);
      },
      readChunk: async (wait) => {
        await lost;
        return await right.readChunk(wait);
      },
    };
  },
});
