export type Level = "MUST" | "SHOULD" | "MAY";

/** One clause that a subject is held to. Ids are stable and never reused; a renamed one keeps its old id in `aliases`. */
export interface Requirement {
  /** `ECHO-TCP-3`, `HALFCLOSE-2`: the area and a number that says nothing about order. */
  readonly id: string;
  readonly level: Level;
  readonly source: Source;
  /** The clause, in our words, in one sentence. */
  readonly clause: string;
  /**
   * What can observe it: the bytes on the wire, the API of an adapter as an agent has it, only a program inside the adapter's runtime
   * (`anysock test adapter`, whose cases are those of `@anysock/adapter-suite`), or nothing, and why.
   */
  readonly observable: "wire" | "api" | "inside" | { readonly not: string };
  readonly aliases?: readonly string[];
}

/** Where the clause comes from, exactly enough to look it up. */
export interface Source {
  readonly document:
    | "RFC 862"
    | "RFC 863"
    | "RFC 864"
    | "RFC 867"
    | "RFC 868"
    | "RFC 768"
    | "RFC 1122"
    | "RFC 9293"
    | "RFC 4291"
    | "RFC 8305"
    | "RFC 3493"
    | "RFC 4007"
    | "RFC 1112"
    | "RFC 3376"
    | "RFC 4607"
    | "socket(7)"
    | "POSIX.1-2024"
    | "unix(7)"
    | "the tutorial"
    | "anysock";
  /** Section, function or step: `3.6.1`, `shutdown()`, `step 4: accept`, `invariant 5`. */
  readonly section: string;
  /** How it follows, where the document does not say it in so many words. */
  readonly derived?: string;
}
