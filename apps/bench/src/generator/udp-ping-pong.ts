import { type Load, SILENCE, silent } from "./load.ts";
import { PATTERN_SIZE } from "./pattern.ts";
import { EPOLLIN, Poller } from "./poller.ts";
import { close, datagramsTo, loopback, NOTHING, receive, sendAll } from "./socket.ts";

/** One datagram of this many has its bytes compared; all are counted. */
const COMPARED = 16;

/** Each socket sends a datagram, waits for its echo, and sends the next. On loopback none of so few is lost. */
export class UdpPingPong implements Load {
  done = 0;
  readonly #size: number;
  #started = false;
  readonly #poller = new Poller();
  readonly #descriptors: number[] = [];
  readonly #datagrams: Int32Array;

  constructor(port: number, sockets: number, size: number) {
    this.#size = size;
    this.#datagrams = new Int32Array(sockets);
    const server = loopback(port);
    for (let number = 0; number < sockets; number++) {
      const descriptor = datagramsTo(server);
      this.#descriptors.push(descriptor);
      this.#poller.add(descriptor, EPOLLIN, number);
      this.#datagrams[number] = number;
    }
  }

  run(until: number): void {
    if (!this.#started) for (let number = 0; number < this.#descriptors.length; number++) this.#send(number);
    this.#started = true;
    while (performance.now() < until) this.#turn((number) => this.#send(number));
  }

  /** What is under way comes back, and nothing besides. */
  finish(): void {
    let waiting = this.#descriptors.length;
    while (waiting > 0) this.#turn(() => waiting--);
    for (const descriptor of this.#descriptors) {
      if (receive(descriptor, 0, this.#size, false) !== NOTHING) throw new Error("a datagram was answered twice");
      close(descriptor);
    }
    this.#poller.close();
  }

  #turn(next: (number: number) => void): void {
    const ready = this.#poller.wait(SILENCE);
    if (ready === 0) throw silent("a datagram is not echoed");
    for (let nth = 0; nth < ready; nth++) {
      const number = this.#poller.numberOf(nth);
      if (this.#receive(number)) next(number);
    }
  }

  #send(number: number): void {
    sendAll(this.#descriptors[number] as number, this.#offset(number), this.#size);
  }

  #offset(number: number): number {
    return (((this.#datagrams[number] as number) * 61 + number * 8191) & 0x7_ffff) % (PATTERN_SIZE - this.#size);
  }

  #receive(number: number): boolean {
    const compared = (this.#datagrams[number] as number) % COMPARED === 0;
    const count = receive(this.#descriptors[number] as number, this.#offset(number), this.#size + 1, compared);
    if (count === NOTHING) return false;
    if (count !== this.#size) throw new Error(`a datagram of ${this.#size} bytes came back as one of ${count}`);
    (this.#datagrams[number] as number)++;
    this.done++;
    return true;
  }
}
