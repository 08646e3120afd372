import { Around, type Made, withStreams } from "./made.ts";

/** The local port is told before it is known. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams(
  (right) =>
    new (class extends Around {
      override get local(): Around["local"] {
        const { local } = this.right;
        return local.family === "unix" ? local : { ...local, port: 0 };
      }
    })(right),
);
