import { Around, type Made, withStreams } from "./made.ts";

/** The peer's FIN is answered with our own, as where half-open connections are not allowed. */
export const { connect, listen, bind, supports, runtime, driver }: Made = withStreams(
  (right) =>
    new (class extends Around {
      override answered<Answer>(answer: Answer): Answer {
        if (answer === null) this.right.shutdown();
        return answer;
      }
    })(right),
);
