import { each, type Refusal, type Wrong } from "./refusal.ts";
import { endTakers, optionTakers, waitTakers } from "./takers.ts";

const A_TIMEOUT = "is not a number of milliseconds from 0 to 2147483647";

const limits: readonly Wrong[] = [
  ["timeout-negative", "a timeout of -1", { timeout: -1 }, `timeout -1 ${A_TIMEOUT}`],
  ["timeout-beyond-timers", "a timeout of 2 ** 31", { timeout: 2 ** 31 }, `timeout 2147483648 ${A_TIMEOUT}`],
  ["timeout-nan", "a timeout of NaN", { timeout: Number.NaN }, `timeout NaN ${A_TIMEOUT}`],
  ["timeout-endless", "an endless timeout", { timeout: Number.POSITIVE_INFINITY }, `timeout Infinity ${A_TIMEOUT}`],
  ["timeout-text", 'a timeout of "5"', { timeout: "5" }, `timeout "5" ${A_TIMEOUT}`],
  ["timeout-bigint", "a timeout of 5n", { timeout: 5n }, `timeout 5n ${A_TIMEOUT}`],
  ["timeout-null", "a timeout of null", { timeout: null }, `timeout null ${A_TIMEOUT}`],
  [
    "timeout-and-aborted",
    "an aborted signal and a bad timeout",
    { signal: AbortSignal.abort(), timeout: -1 },
    A_TIMEOUT,
  ],
  ["signal-null", "a signal of null", { signal: null }, "signal null is not an AbortSignal"],
  ["signal-text", "a signal that is text", { signal: "stop" }, 'signal "stop" is not an AbortSignal'],
  ["signal-controller", "a controller as the signal", { signal: new AbortController() }, "give the .signal of it"],
  ["signal-look-alike", "what only looks like a signal", { signal: { aborted: false } }, "is not an AbortSignal"],
];

const shapes = [
  ["null", "null in place of them", null],
  ["number", "a number in place of them", 5],
  ["text", "a text in place of them", "5"],
  ["array", "an array in place of them", [5]],
  ["empty-array", "an empty array in place of them", []],
  ["function", "a function in place of them", (): void => {}],
  ["bare-signal", "a bare AbortSignal in place of them", new AbortController().signal],
  ["unknown", "an unknown name", { timeOut: 5 }],
  ["unknown-of-all-objects", "a name that every object has", { toString: "5" }],
  ["own-proto", "__proto__ as a name", JSON.parse('{"__proto__":{"timeout":5}}')],
] as const;

const shapesOfWaits = shapes.map(
  ([id, what, value]): Wrong => [
    `wait-${id}`,
    what,
    value,
    /\(\S+( \S+)? is not \{ signal, timeout \}|a wait has no \w+: expected \{ signal, timeout \}/,
  ],
);

const shapesOfOptions = shapes.map(
  ([id, what, value]): Wrong => [
    `options-${id}`,
    what,
    value,
    /\(\S+( \S+)? is not an object of options|there is no option \w+; known are /,
  ],
);

const aborted: readonly Wrong[] = [
  ["aborted", "a signal that is aborted", { signal: AbortSignal.abort("enough") }, "canceled by its signal"],
];

export const refusedWaits: readonly Refusal[] = [
  ...each([...optionTakers, ...waitTakers, ...endTakers], limits),
  ...each(optionTakers, shapesOfOptions),
  ...each([...waitTakers, ...endTakers], shapesOfWaits),
  ...each([...optionTakers, ...waitTakers], aborted, "ECANCELED"),
];
