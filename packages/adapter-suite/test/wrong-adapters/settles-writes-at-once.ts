import { type Made, withFacades } from "./made.ts";

/** write() settles when the bytes have been queued, and not when the kernel has taken them. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  connection: (right) => ({
    write: async (data, wait) => {
      right.write(data, wait).catch(() => {});
    },
  }),
});
