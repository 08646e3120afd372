import * as right from "@anysock/node";

export const { bind, driver, listen, runtime, supports } = right;

/** Never comes back from where it was to tell of a refusal. */
export const connect: typeof right.connect = (to, options) =>
  right.connect(to, options).catch(() => {
    for (;;);
  });
