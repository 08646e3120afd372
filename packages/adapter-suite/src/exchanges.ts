/** What a raw peer was asked, and what it answered. */
export interface Exchange {
  /** When it was asked, in milliseconds since the case began. */
  readonly at: number;
  /** `send {"end":2,"size":2097152}`. */
  readonly question: string;
  /** `null`: it has not answered. */
  readonly answer: string | null;
  /** Milliseconds until then. */
  readonly took: number | null;
}

/** The most that is kept of one case, and of one text in characters. */
const KEPT = 40;
const LENGTH = 200;

let since = performance.now();
let exchanges: { at: number; question: string; answer: string | null; took: number | null }[] = [];

/** Of what is asked from now on. */
export function beginExchanges(): void {
  since = performance.now();
  exchanges = [];
}

export function exchangesSinceBegin(): readonly Exchange[] {
  return exchanges;
}

/** Keeps a question; what is returned is told the answer. */
export function asked(name: string, what: object): (answer: object) => void {
  const at = performance.now() - since;
  const exchange: (typeof exchanges)[number] = { at, question: `${name} ${shown(what)}`, answer: null, took: null };
  exchanges = [...exchanges.slice(1 - KEPT), exchange];
  return (answer) => {
    exchange.answer = shown(answer);
    exchange.took = performance.now() - since - at;
  };
}

function shown(what: object): string {
  const { id: _id, ...rest } = what as { readonly id?: number };
  const text = JSON.stringify(rest);
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
}
