/** Where a delimiter begins, looked for in bytes that grow: nothing is looked at twice. */
export class DelimiterSearch {
  readonly #delimiter: Uint8Array;
  #next = 0;

  constructor(delimiter: Uint8Array) {
    this.#delimiter = delimiter;
  }

  /** Its first place in `bytes`, which begin with those of the call before; `-1`: not there yet. */
  in(bytes: Uint8Array): number {
    const { length } = this.#delimiter;
    const first = this.#delimiter[0] as number;
    for (;;) {
      const at = bytes.indexOf(first, this.#next);
      if (at === -1 || at + length > bytes.length) {
        this.#next = at === -1 ? bytes.length : at;
        return -1;
      }
      if (this.#isAt(bytes, at)) return at;
      this.#next = at + 1;
    }
  }

  #isAt(bytes: Uint8Array, at: number): boolean {
    return this.#delimiter.every((byte, index) => bytes[at + index] === byte);
  }
}
