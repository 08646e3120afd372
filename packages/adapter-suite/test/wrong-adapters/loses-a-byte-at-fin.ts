import { DONE } from "@anysock/core";
import { Around, type Made, withStreams } from "./made.ts";

/** The last byte before the FIN is never sent. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams(
  (right) =>
    new (class extends Around {
      override push(data: Uint8Array): ReturnType<Around["push"]> {
        return data.length === 1 ? DONE : super.push(data.subarray(0, -1));
      }
    })(right),
);
