import { Failure } from "@anysock/core";
import { Around, type Made, withStreams } from "./made.ts";

/** A reset is told as the end of the stream. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams(
  (right) =>
    new (class extends Around {
      override answered<Answer>(answer: Answer): Answer {
        return answer instanceof Failure && answer.code === "ECONNRESET" ? (null as Answer) : answer;
      }
    })(right),
);
