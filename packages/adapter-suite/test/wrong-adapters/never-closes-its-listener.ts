import { type Made, withFacades } from "./made.ts";

/** What nobody has to wait for is done, and close() of a listener settles never. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  listener: (right) => ({
    close: async () => {
      await right.close();
      await new Promise(() => {});
    },
  }),
});
