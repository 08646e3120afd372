/** What one end did: what the adapter was called for, or the raw peer was asked, and what that came to. */
export interface Exchange {
  readonly by: "adapter" | "peer";
  /** The adapter's number for the connection, listener or datagram socket that was called; `null`: the adapter itself was, or the peer. */
  readonly object: number | null;
  /** When, in milliseconds since the case began. */
  readonly at: number;
  /** `write(5 bytes "hello")`, `send {"end":2,"size":2097152}`. */
  readonly question: string;
  /** `null`: none by now. */
  readonly answer: string | null;
  /** Milliseconds until then; of several the first one's. */
  readonly took: number | null;
  /** How many in a row were alike but for their times: a loop of reads is one. */
  readonly times: number;
}

/** What is said of a call before it is made. */
export interface Asked {
  readonly by: Exchange["by"];
  readonly object?: number;
  readonly question: string;
  /** What was asked, where there are several: `the connection to 127.0.0.1:4711`. */
  readonly of?: string;
}

interface Kept extends Exchange {
  readonly of: string;
  answer: string | null;
  took: number | null;
  times: number;
}

/** The most that is kept of one case, of one text in characters, and of what has not settled in words. */
const KEPT = 100;
const LENGTH = 200;
const NAMED = 3;

let since = performance.now();
let exchanges: Kept[] = [];
let leftOut = 0;
let isOver = false;
let objects = 0;

/** A case begins: of what is asked from now on. */
export function beginExchanges(): void {
  since = performance.now();
  exchanges = [];
  leftOut = 0;
  isOver = false;
  objects = 0;
}

/** The number of what the adapter has made next in the case. */
export function numbered(): number {
  objects += 1;
  return objects;
}

/** A case has failed: what is closed behind it is not what both ends did in it. */
export function endExchanges(): void {
  isOver = true;
}

/** In the order in which they were asked; of many the last ones. */
export function exchangesSinceBegin(): { readonly exchanges: readonly Exchange[]; readonly leftOut: number } {
  return { exchanges: exchanges.map(({ of: _, ...exchange }) => exchange), leftOut };
}

/** Keeps a question; what is returned is told the answer. */
export function asked({ by, object, question, of = "" }: Asked): (answer: string) => void {
  if (isOver) return () => {};
  const at = performance.now() - since;
  const told = { by, object: object ?? null, at, question: shortened(question), of };
  const exchange: Kept = { ...told, answer: null, took: null, times: 1 };
  exchanges.push(exchange);
  if (exchanges.length > KEPT) leftOut += exchanges.shift()?.times ?? 0;
  return (answer) => {
    if (isOver) return;
    exchange.answer = shortened(answer);
    exchange.took = performance.now() - since - at;
    foldInto(exchanges.at(-2), exchange);
  };
}

/** A loop is one line, so that what came before it is still there. */
function foldInto(before: Kept | undefined, last: Kept): void {
  if (before === undefined || exchanges.at(-1) !== last) return;
  const isAlike =
    before.by === last.by &&
    before.object === last.object &&
    before.question === last.question &&
    before.answer === last.answer;
  if (!isAlike) return;
  before.times += last.times;
  exchanges.pop();
}

/** What waits for an answer, in words: of the adapter's calls, and where there is none, of what the peer was asked. Empty: nothing does. */
export function unsettled(): string {
  const waiting = exchanges.filter(({ answer }) => answer === null);
  const calls = waiting.filter(({ by }) => by === "adapter");
  const now = performance.now() - since;
  const texts = (calls.length > 0 ? calls : waiting).map(({ by, question, of, at }) => {
    const after = `after ${seconds(now - at)}`;
    if (by === "peer") return `the raw peer has not answered ${question} ${after}`;
    return `${question}${of === "" ? "" : ` of ${of}`} has not settled ${after}`;
  });
  const more = texts.length > NAMED ? [`and ${texts.length - NAMED} more`] : [];
  return [...texts.slice(0, NAMED), ...more].join(", ");
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function shortened(text: string): string {
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
}
