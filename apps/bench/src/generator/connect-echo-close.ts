import type { Pointer } from "bun:ffi";
import { type Load, SILENCE, silent } from "./load.ts";
import { PATTERN_SIZE } from "./pattern.ts";
import { EPOLLIN, Poller } from "./poller.ts";
import { close, connectTo, loopback, NOTHING, receive, sendAll, shutdownWrite } from "./socket.ts";

/**
 * Connections from one source address. A closed one keeps its port for a minute (TIME-WAIT, RFC 9293, 3.6.1), and an address has
 * 28,232 ephemeral ports.
 */
const PER_ADDRESS = 10_000;
const COMPARED = 16;

/** Source addresses that were used by earlier loads of this process are not used again at once. */
let addresses = 0;

function nextAddress(): Pointer {
  addresses = (addresses % 60_000) + 1;
  return loopback(0, 1 + (addresses >> 8), addresses & 0xff);
}

/** Several clients connect, send one message and FIN, read the echo and the server's FIN, close, and start again. */
export class ConnectEchoClose implements Load {
  done = 0;
  readonly #size: number;
  readonly #clients: number;
  readonly #server: Pointer;
  #source: Pointer = nextAddress();
  readonly #poller = new Poller();
  readonly #descriptors: Int32Array;
  readonly #received: Int32Array;
  #connections = 0;
  #open = 0;

  constructor(port: number, clients: number, size: number) {
    this.#server = loopback(port);
    this.#size = size;
    this.#clients = clients;
    this.#descriptors = new Int32Array(clients);
    this.#received = new Int32Array(clients);
  }

  run(until: number): void {
    if (this.#connections === 0) for (let number = 0; number < this.#clients; number++) this.#connect(number);
    while (performance.now() < until) this.#turn(true);
  }

  finish(): void {
    while (this.#open > 0) this.#turn(false);
    this.#poller.close();
  }

  #turn(again: boolean): void {
    const ready = this.#poller.wait(SILENCE);
    if (ready === 0) throw silent("a connection's echo, or the end after our FIN");
    for (let nth = 0; nth < ready; nth++) {
      const number = this.#poller.numberOf(nth);
      if (this.#receive(number) && again) this.#connect(number);
    }
  }

  #connect(number: number): void {
    if (++this.#connections % PER_ADDRESS === 0) this.#source = nextAddress();
    const descriptor = connectTo(this.#server, this.#source);
    this.#descriptors[number] = descriptor;
    this.#received[number] = 0;
    this.#open++;
    sendAll(descriptor, this.#offset(number), this.#size);
    shutdownWrite(descriptor);
    this.#poller.add(descriptor, EPOLLIN, number);
  }

  #offset(number: number): number {
    return (number * 8191) % (PATTERN_SIZE - this.#size);
  }

  /** True: the connection is over, in good order. */
  #receive(number: number): boolean {
    const descriptor = this.#descriptors[number] as number;
    const compared = this.#connections % COMPARED === 0;
    for (;;) {
      const received = this.#received[number] as number;
      // One byte more than is due: it would be one too many.
      const count = receive(descriptor, this.#offset(number) + received, this.#size - received + 1, compared);
      if (count === NOTHING) return false;
      if (count === 0) break;
      this.#received[number] = received + count;
    }
    if (this.#received[number] !== this.#size) {
      throw new Error(`sent ${this.#size} bytes, ${this.#received[number]} came back`);
    }
    close(descriptor);
    this.#open--;
    this.done++;
    return true;
  }
}
