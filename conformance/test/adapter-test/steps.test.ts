import type { Exchange } from "@anysock/adapter-suite";
import { expect, test } from "vitest";
import { stepsOf } from "../../src/adapter-test/steps.ts";
import { ladderLines } from "../../src/report/ladder.ts";

const exchange = (parts: Partial<Exchange>): Exchange => ({
  by: "adapter",
  object: 1,
  at: 0,
  question: "read(4 bytes)",
  answer: "4",
  took: 1,
  times: 1,
  ...parts,
});

const send = { by: "peer", object: null, question: "send {}", answer: "{}" } as const;

test("both ends of a case are one ladder, in which a call and what it came to are apart where something happened in between", () => {
  const steps = stepsOf([
    exchange({ at: 1, object: null, question: "connect()", answer: "#1, the connection" }),
    exchange({ at: 3, took: 3, answer: "4" }),
    exchange({ ...send, at: 4, took: 1 }),
    exchange({ at: 7, question: "closeWrite()", answer: null, took: null }),
  ]);
  expect(ladderLines({ steps, firstDivergent: null, leftOut: 0 }).map(({ text }) => text.replace(/ +│/, " │"))).toEqual(
    [
      "               adapter │ peer",
      "     1.000 ms  connect() → #1, the connection (1000 µs)",
      "     3.000 ms  #1 read(4 bytes)",
      "     4.000 ms │ send {} → {} (1000 µs)",
      "     6.000 ms  #1 read(4 bytes) → 4 (3000 µs)",
      "     7.000 ms  #1 closeWrite() → has not settled",
    ],
  );
});

test("calls that cross each other are told in the order in which they were made and came to their ends", () => {
  const steps = stepsOf([exchange({ at: 1, took: 3 }), exchange({ ...send, at: 2, took: 4 })]);
  expect(steps.map(({ at, text }) => [at, text])).toEqual([
    [1000, "read(4 bytes)"],
    [2000, "send {}"],
    [4000, "read(4 bytes) → 4 (3000 µs)"],
    [6000, "send {} → {} (4000 µs)"],
  ]);
});

test("a loop is one step with its number, and what the peer has not answered is told as that", () => {
  const steps = stepsOf([exchange({ times: 1600 }), exchange({ ...send, at: 2000, answer: null, took: null })]);
  expect(steps.map(({ text }) => text)).toEqual(["read(4 bytes) → 4 (1000 µs) × 1600", "send {} → no answer"]);
});
