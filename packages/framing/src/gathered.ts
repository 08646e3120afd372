const NONE: Uint8Array = new Uint8Array(0);

/** The smallest memory of our own, so that bytes that come one by one are few steps of growth. */
const SMALLEST = 1024;

/**
 * Bytes that have come and nobody has taken, in one piece. Each is copied a bounded number of times on the average, however
 * small the pieces are that they come in: memory doubles when it is full, and bytes move to its front only where as many
 * have been taken from there.
 */
export class Gathered {
  #memory: Uint8Array = NONE;
  #from = 0;
  #to = 0;

  get length(): number {
    return this.#to - this.#from;
  }

  /** All of it, until the next change. */
  get view(): Uint8Array {
    return this.#memory.subarray(this.#from, this.#to);
  }

  /** `chunk` belongs to this from now on. */
  add(chunk: Uint8Array): void {
    if (this.length === 0) this.#become(chunk);
    else {
      this.#makeRoom(chunk.length);
      this.#memory.set(chunk, this.#to);
      this.#to += chunk.length;
    }
  }

  /** Puts a copy of `bytes` before everything else. */
  putBack(bytes: Uint8Array): void {
    const all = new Uint8Array(bytes.length + this.length);
    all.set(bytes);
    all.set(this.view, bytes.length);
    this.#become(all);
  }

  /** The first `count` bytes, in memory that the caller may keep. */
  take(count: number): Uint8Array {
    const taken = this.view.subarray(0, count);
    // All of it, in memory that it fills at least by half, goes as it is.
    const isAll = count === this.length && count * 2 >= this.#memory.buffer.byteLength;
    const kept = isAll ? taken : taken.slice();
    this.drop(count);
    return kept;
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    this.#from += count;
    if (this.#from === this.#to) this.#become(NONE);
  }

  #become(memory: Uint8Array): void {
    this.#memory = memory;
    this.#from = 0;
    this.#to = memory.length;
  }

  #makeRoom(count: number): void {
    const { length } = this;
    if (this.#to + count <= this.#memory.length) return;
    if (length + count <= this.#memory.length && length <= this.#from) {
      this.#memory.copyWithin(0, this.#from, this.#to);
    } else {
      const larger = new Uint8Array(Math.max(SMALLEST, 2 * (length + count)));
      larger.set(this.view);
      this.#memory = larger;
    }
    this.#from = 0;
    this.#to = length;
  }
}
