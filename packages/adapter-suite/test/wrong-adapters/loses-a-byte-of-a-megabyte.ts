import { type Made, withFacades } from "./made.ts";

const MEGABYTE = 1_000_000;

/** The last byte of the read that passes a megabyte is left out. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => {
    let come = 0;
    return {
      async read(into, wait) {
        const count = await right.read(into, wait);
        if (count === null) return null;
        const isPassing = come < MEGABYTE && come + count >= MEGABYTE;
        come += count;
        return isPassing ? count - 1 : count;
      },
    };
  },
});
