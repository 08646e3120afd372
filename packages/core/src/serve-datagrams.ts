import type { Address } from "./address.ts";
import { bytesFault, isBytes } from "./bytes.ts";
import type { IpDriverAddress } from "./datagram-driver.ts";
import type { Receiver } from "./datagram-inbox.ts";
import { DONE, LATER } from "./driver.ts";
import { SocketError } from "./error.ts";
import { DEFAULT_DRAIN } from "./serve.ts";
import { mustBeServable, notServable, throwUncaught } from "./serve-options.ts";
import { SharedWait } from "./shared-wait.ts";
import { UdpSocket } from "./udp-socket.ts";
import { nothing, type Wait, waitFault } from "./wait.ts";

/** Answers a datagram: with the data of one that goes back to where it came from, or with `null`, not at all. Both memories are its own. */
export type DatagramHandler = (data: Uint8Array, from: Address) => DatagramAnswer | Promise<DatagramAnswer>;

export type DatagramAnswer = Uint8Array | null;

export interface ServeDatagramsOptions {
  /** Most datagrams being answered at once; further ones are dropped, and count in the socket's `dropped`. Default 1,024. */
  readonly limit?: number;
  /**
   * What a handler threw or the system said of an answer, with whom it was for; with `undefined` what it said of the socket: that a
   * connected one's peer is not there, or why receiving ended. Without it, what the system says of an answer or a peer is left at that
   * (datagrams may be lost), and what a handler throws, or ends the socket, is an uncaught error.
   */
  readonly onError?: (error: unknown, from: Address | undefined) => void;
}

export const DEFAULT_DATAGRAM_LIMIT = 1_024;

/** Answers datagrams until it is stopped or the socket is closed. The public face of it is in `index.ts`. */
export class DatagramServing implements Receiver {
  readonly #socket: UdpSocket;
  readonly #handler: DatagramHandler;
  readonly #limit: number;
  readonly #onError: ((error: unknown, from: Address | undefined) => void) | undefined;
  readonly #stop: () => void;
  /** Handlers and answers under way. */
  #active = 0;
  #answered = 0;
  #isStopped = false;
  #emptied: () => void = nothing;
  #drained: Promise<boolean> | null = null;
  readonly #drainWaits: SharedWait = new SharedWait("drain", {}, true);

  constructor(socket: UdpSocket, handler: DatagramHandler, options: ServeDatagramsOptions) {
    if (!(socket instanceof UdpSocket)) {
      throw notServable(
        "the first argument is not a datagram socket of anysock: serveDatagrams(await bind(…), handler)",
      );
    }
    mustBeServable(handler, options, DEFAULT_DATAGRAM_LIMIT);
    this.#socket = socket;
    this.#handler = handler;
    this.#limit = options.limit ?? DEFAULT_DATAGRAM_LIMIT;
    this.#onError = options.onError;
    this.#stop = socket.receiveAll(this);
  }

  /** Datagrams that are being answered. */
  get active(): number {
    return this.#active;
  }

  /** Datagrams that have been answered. */
  get answered(): number {
    return this.#answered;
  }

  take(data: Uint8Array, from: Address): void {
    if (this.#active >= this.#limit) {
      this.#socket.drop();
      return;
    }
    this.#active++;
    let answer: ReturnType<DatagramHandler>;
    try {
      answer = this.#handler(data, from);
    } catch (error) {
      this.#threw(error, from);
      return;
    }
    if (!(answer instanceof Promise)) this.#answer(answer, from);
    else
      answer.then(
        (later) => this.#answer(later, from),
        (error: unknown) => this.#threw(error, from),
      );
  }

  #answer(answer: DatagramAnswer, from: Address): void {
    if (answer === null) {
      this.#finish();
      return;
    }
    const fault = bytesFault(answer);
    if (fault !== undefined) {
      const detail = `the handler's answer: ${fault}${isBytes(answer) ? "" : "; null is no answer"}`;
      this.#threw(new SocketError("EINVAL", "serve", { address: from, scheme: "udp", detail }), from);
      return;
    }
    const place = this.#socket.remote === null ? (from as IpDriverAddress) : null;
    const sent = this.#socket.push(answer, place);
    if (sent === LATER) this.#socket.expectSent((later) => this.#sent(later, from), place);
    else this.#sent(sent, from);
  }

  #sent(answer: typeof DONE | SocketError, from: Address): void {
    if (answer === DONE) this.#answered++;
    this.#finish();
    // A server that is closed with answers under way meant it.
    if (answer !== DONE && !this.#isStopped) this.#tell(answer, from);
  }

  #threw(error: unknown, from: Address): void {
    this.#finish();
    if (this.#onError === undefined) throwUncaught(error);
    else this.#tell(error, from);
  }

  fail(error: SocketError, isOver: boolean): void {
    if (isOver) this.#isStopped = true;
    if (error.code === "ECLOSED") return;
    if (isOver && this.#onError === undefined) throwUncaught(error);
    else this.#tell(error, undefined);
  }

  /** What it throws itself is uncaught, and goes through no driver. */
  #tell(error: unknown, from: Address | undefined): void {
    try {
      this.#onError?.(error, from);
    } catch (thrown) {
      throwUncaught(thrown);
    }
  }

  #finish(): void {
    this.#active--;
    if (this.#active === 0) this.#emptied();
  }

  drain(wait?: Wait): Promise<boolean> {
    const fault = waitFault(wait, "drain");
    if (fault !== undefined) return Promise.reject(fault);
    this.#drainWaits.add(wait);
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #drain(): Promise<boolean> {
    this.#stop();
    const all = await this.#allAnswered();
    this.#isStopped = true;
    await this.#socket.close();
    return all;
  }

  #allAnswered(): Promise<boolean> {
    if (this.#active === 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      this.#drainWaits.start(() => resolve(false));
      this.#emptied = () => {
        this.#drainWaits.stop();
        resolve(true);
      };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain({ timeout: DEFAULT_DRAIN });
  }
}
