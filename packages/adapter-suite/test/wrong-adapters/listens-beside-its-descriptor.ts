import { createSockets, type Sockets } from "@anysock/core";
import { type Made, withFacades } from "./made.ts";

/** Who listens on a socket that it was handed listens somewhere else. */
const made: Made = withFacades({});
export const { connect, bind, supports, runtime, driver }: Made = made;
export const { inherited }: Pick<Sockets, "inherited"> = createSockets(driver);

export const listen: Made["listen"] = async (at, options) => {
  const listener = await made.listen(at, options);
  if (!("fd" in at)) return listener;
  await listener.close();
  return await made.listen({ host: "127.0.0.1", port: 0 }, options);
};
