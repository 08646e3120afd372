import type { Connection, Listener } from "@anysock/core";
import * as right from "@anysock/node";

export const { bind, driver, runtime, supports } = right;

/** No read of it ever settles. */
export const connect: typeof right.connect = async (to, options) => neverRead(await right.connect(to, options));

export const listen: typeof right.listen = async (at, options) => {
  const listener = await right.listen(at, options);
  const acceptRight = listener.accept.bind(listener);
  const accept: Listener["accept"] = async (wait) => neverRead(await acceptRight(wait));
  return Object.assign(listener, { accept });
};

function neverRead(connection: Connection): Connection {
  const never = (): Promise<never> => new Promise(() => {});
  return Object.assign(connection, { read: never, readChunk: never });
}
