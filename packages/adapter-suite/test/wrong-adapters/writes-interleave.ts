import { type Made, withFacades } from "./made.ts";

/** A write is two writes, between which another one may come. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => {
    const writes: Promise<void>[] = [];
    const inHalves = async (data: Uint8Array): Promise<void> => {
      const half = data.length >> 1;
      await right.write(data.subarray(0, half));
      await right.write(data.subarray(half));
    };
    return {
      write: async (data, wait) => {
        const write = data instanceof Uint8Array ? inHalves(data) : right.write(data, wait);
        writes.push(write);
        await write;
      },
      closeWrite: async (wait) => {
        await Promise.all(writes);
        await right.closeWrite(wait);
      },
    };
  },
});
