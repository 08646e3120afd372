import { type Address, SocketError, type Wait } from "@anysock/core";
import type { ByteSource } from "@anysock/framing";

const encoder = new TextEncoder();

export const bytes = (text: string): Uint8Array => encoder.encode(text);

/** What a test scripts to come, piece by piece. A read finds the next piece, the end, or waits for `bring`. */
export class ScriptedSource implements ByteSource {
  readonly remote: Address = { family: "ipv4", host: "127.0.0.1", port: 7 };
  reads = 0;
  readonly #pieces: (Uint8Array | null)[] = [];
  #waiting: ((piece: Uint8Array | null) => void) | null = null;

  constructor(...pieces: (Uint8Array | string | null)[]) {
    this.bring(...pieces);
  }

  /** The network brings bytes, or the FIN. */
  bring(...pieces: (Uint8Array | string | null)[]): void {
    for (const piece of pieces) this.#pieces.push(typeof piece === "string" ? bytes(piece) : piece);
    const waiting = this.#waiting;
    const next = this.#pieces[0];
    if (waiting === null || next === undefined) return;
    this.#waiting = null;
    waiting(this.#take());
  }

  #take(): Uint8Array | null {
    const next = this.#pieces[0] ?? null;
    if (next !== null) this.#pieces.shift();
    return next?.slice() ?? null;
  }

  readChunk(wait?: Wait): Promise<Uint8Array | null> {
    this.reads++;
    const canceled = (): SocketError =>
      new SocketError("ECANCELED", "read", { address: this.remote, cause: wait?.signal?.reason });
    if (wait?.signal?.aborted === true) return Promise.reject(canceled());
    if (this.#pieces.length > 0) return Promise.resolve(this.#take());
    return new Promise((resolve, reject) => {
      const { signal, timeout } = wait ?? {};
      const end = (error: SocketError): void => {
        stop();
        this.#waiting = null;
        reject(error);
      };
      const onAbort = (): void => end(canceled());
      const late = new SocketError("ETIMEDOUT", "read", { address: this.remote });
      const timer = timeout === undefined ? undefined : setTimeout(() => end(late), timeout);
      signal?.addEventListener("abort", onAbort, { once: true });
      const stop = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
      };
      this.#waiting = (piece) => {
        stop();
        resolve(piece);
      };
    });
  }
}
