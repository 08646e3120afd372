import { type Load, SILENCE, silent } from "./load.ts";
import { PATTERN_SIZE } from "./pattern.ts";
import { EPOLLIN, EPOLLOUT, Poller } from "./poller.ts";
import { close, connectTo, loopback, NOTHING, receive, sendSome, shutdownWrite } from "./socket.ts";

/** One read of this many has its bytes compared; all are counted. */
const COMPARED = 32;

interface Flow {
  readonly descriptor: number;
  sent: number;
  received: number;
  reads: number;
}

/** Each connection sends without waiting, as fast as the server takes it, and reads the echo at the same time. */
export class Bulk implements Load {
  done = 0;
  readonly #poller = new Poller();
  readonly #flows: Flow[] = [];

  constructor(port: number, connections: number) {
    const server = loopback(port);
    for (let number = 0; number < connections; number++) {
      const descriptor = connectTo(server);
      this.#flows.push({ descriptor, sent: 0, received: 0, reads: number });
      this.#poller.add(descriptor, EPOLLIN | EPOLLOUT, number);
    }
  }

  run(until: number): void {
    while (performance.now() < until) {
      const ready = this.#poller.wait(SILENCE);
      if (ready === 0) throw silent("neither takes bytes nor echoes them");
      for (let nth = 0; nth < ready; nth++) {
        const flow = this.#flows[this.#poller.numberOf(nth)] as Flow;
        const events = this.#poller.eventsOf(nth);
        if ((events & ~EPOLLOUT) !== 0 && this.#receive(flow) === 0) throw new Error("the server closed in bulk");
        if ((events & EPOLLOUT) !== 0) this.#send(flow);
      }
    }
  }

  #send(flow: Flow): void {
    const offset = flow.sent % PATTERN_SIZE;
    flow.sent += sendSome(flow.descriptor, offset, PATTERN_SIZE - offset);
  }

  #receive(flow: Flow): number {
    const offset = flow.received % PATTERN_SIZE;
    const count = receive(flow.descriptor, offset, PATTERN_SIZE - offset, flow.reads++ % COMPARED === 0);
    if (count === NOTHING) return count;
    flow.received += count;
    this.done += count;
    return count;
  }

  finish(): void {
    for (const flow of this.#flows) {
      this.#poller.remove(flow.descriptor);
      shutdownWrite(flow.descriptor);
      this.#poller.add(flow.descriptor, EPOLLIN, this.#flows.indexOf(flow));
    }
    for (let open = this.#flows.length; open > 0; ) {
      const ready = this.#poller.wait(SILENCE);
      if (ready === 0) throw silent("the rest of the echo, or the end after our FIN");
      for (let nth = 0; nth < ready; nth++) {
        const flow = this.#flows[this.#poller.numberOf(nth)] as Flow;
        if (this.#receive(flow) !== 0) continue;
        if (flow.received !== flow.sent) throw new Error(`sent ${flow.sent} bytes, ${flow.received} came back`);
        this.#poller.remove(flow.descriptor);
        close(flow.descriptor);
        open--;
      }
    }
    this.#poller.close();
  }
}
