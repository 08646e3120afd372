import { type Made, withFacades } from "./made.ts";

/** close() says true, whatever the peer has done. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => ({
    close: async (wait) => {
      await right.close(wait);
      return true;
    },
  }),
});
