import { Failure } from "@anysock/core";
import { Around, type Made, withStreams } from "./made.ts";

/** A reset is told to the reader, and once more by a promise that nobody has. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams(
  (right) =>
    new (class extends Around {
      override answered<Answer>(answer: Answer): Answer {
        if (answer instanceof Failure) void Promise.reject(new Error(answer.code));
        return answer;
      }
    })(right),
);
