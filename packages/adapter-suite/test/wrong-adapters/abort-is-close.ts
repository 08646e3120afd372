import { Around, type Made, withStreams } from "./made.ts";

/** abort() is a clean end. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams(
  (right) =>
    new (class extends Around {
      override destroy(): void {
        this.right.shutdown();
        this.right.destroy("release");
      }
    })(right),
);
