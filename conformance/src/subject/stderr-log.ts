/** What is kept of a process's stderr, in characters. */
const KEPT = 64 * 1024;

/** The end of a process's stderr, with the time at which each piece came, so that a failure shows only its own moment. */
export class StderrLog {
  #pieces: { readonly at: number; readonly text: string }[] = [];
  #size = 0;

  add(text: string): void {
    const kept = text.slice(-KEPT);
    this.#pieces.push({ at: performance.now(), text: kept });
    this.#size += kept.length;
    while (this.#size > KEPT && this.#pieces.length > 1) this.#size -= this.#pieces.shift()?.text.length ?? 0;
  }

  /** What came from `since` to `until`, both by `performance.now()`. */
  text(since: number = -Infinity, until: number = Infinity): string {
    const within = this.#pieces.filter((piece) => piece.at >= since && piece.at <= until);
    return within.map((piece) => piece.text).join("");
  }
}
