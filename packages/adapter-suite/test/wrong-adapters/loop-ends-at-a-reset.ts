import { SocketError } from "@anysock/core";
import { type Made, withFacades } from "./made.ts";

/** accept() rejects for a client that has reset while it waited. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withFacades({
  listener: (right) => ({
    accept: async (wait) => {
      const connection = await right.accept(wait);
      await connection.readChunk({ timeout: 100 }).catch((error: unknown) => {
        if (error instanceof SocketError && error.code === "ECONNRESET") throw error;
      });
      return connection;
    },
  }),
});
