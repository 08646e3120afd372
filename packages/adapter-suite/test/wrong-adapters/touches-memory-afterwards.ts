import { type Made, withFacades } from "./made.ts";

/** Memory of a read that was given up is written into when bytes come. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => {
    let into: Uint8Array | undefined;
    return {
      read: (given, wait) => {
        into = given;
        return right.read(given, wait);
      },
      readChunk: async (wait) => {
        const chunk = await right.readChunk(wait);
        into?.set(chunk?.subarray(0, into.length) ?? []);
        return chunk;
      },
    };
  },
});
