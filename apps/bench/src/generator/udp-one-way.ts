import { type Load, SILENCE, silent } from "./load.ts";
import { EPOLLIN, Poller } from "./poller.ts";
import { close, datagramsTo, loopback, NOTHING, receive, receivedText, sendAll } from "./socket.ts";

/** A datagram of so many bytes asks how many longer ones have come. */
const QUESTION = 1;
/** The question may be lost as any other datagram: asked again after so many milliseconds. */
const AGAIN = 50;
/** Datagrams between two looks at the clock. */
const BATCH = 64;

/** One socket sends as fast as the kernel takes it. What the server's queue has no room for is lost. */
export class UdpOneWay implements Load {
  /** Datagrams that the server has received, by its own count. */
  done = 0;
  lost = 0;
  #sent = 0;
  readonly #size: number;
  readonly #descriptor: number;
  readonly #poller = new Poller();
  readonly #before: number;

  constructor(port: number, size: number) {
    this.#size = size;
    this.#descriptor = datagramsTo(loopback(port));
    this.#poller.add(this.#descriptor, EPOLLIN, 0);
    this.#before = this.#count();
  }

  run(until: number): void {
    while (performance.now() < until) {
      for (let nth = 0; nth < BATCH; nth++) sendAll(this.#descriptor, 0, this.#size);
      this.#sent += BATCH;
    }
    // Behind all that was sent: the question waits in the same queue.
    this.done = this.#count() - this.#before;
    this.lost = this.#sent - this.done;
  }

  #count(): number {
    const end = performance.now() + SILENCE;
    while (performance.now() < end) {
      sendAll(this.#descriptor, 0, QUESTION);
      if (this.#poller.wait(AGAIN) === 0) continue;
      let answer = NOTHING;
      // Of several answers to one question the last is the latest.
      for (let count = receive(this.#descriptor, 0, 64, false); count !== NOTHING; ) {
        answer = count;
        count = receive(this.#descriptor, 0, 64, false);
      }
      if (answer !== NOTHING) return Number(receivedText(answer));
    }
    throw silent("how many datagrams the server has received");
  }

  finish(): void {
    close(this.#descriptor);
    this.#poller.close();
  }
}
