import { DONE } from "@anysock/core";
import { Around, type Made, withStreams } from "./made.ts";

/** The FIN is close(2). */
export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams(
  (right) =>
    new (class extends Around {
      #isClosed = false;
      override shutdown(): ReturnType<Around["shutdown"]> {
        this.#isClosed = true;
        this.right.destroy("release");
        return DONE;
      }
      override destroy(how: "reset" | "release"): void {
        if (!this.#isClosed) super.destroy(how);
      }
    })(right),
);
