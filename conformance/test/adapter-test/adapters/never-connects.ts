import * as right from "@anysock/node";

export const { bind, driver, listen, runtime, supports } = right;

/** As somebody begins who has not written it yet. */
export const connect: typeof right.connect = async () => {
  throw new Error("connect is not there yet");
};
