import type { Address, DriverAddress, DriverListener, DriverListenOptions, ListenerEvents } from "@anysock/core";
import { addressOf, unixAddress } from "./address.ts";
import { codeOf, failureOf } from "./failure.ts";
import { DenoStream } from "./stream.ts";

export function listen(
  at: DriverAddress,
  options: DriverListenOptions,
  events: ListenerEvents,
): Promise<DriverListener> {
  try {
    if (at.family === "unix") {
      const listener = Deno.listen({ transport: "unix", path: at.path });
      const address = unixAddress(at.path);
      const accept = async (): Promise<DenoStream> =>
        new DenoStream(await listener.accept(), address, unixAddress(null), undefined);
      return Promise.resolve(new Listener(listener, address, accept, events));
    }
    const listener = Deno.listen({
      hostname: at.host,
      port: at.port,
      ...(options.backlog === undefined ? {} : { tcpBacklog: options.backlog }),
      ...(options.reusePort ? { reusePort: true } : {}),
    });
    const accept = async (): Promise<DenoStream> => DenoStream.overTcp(await listener.accept(), options);
    return Promise.resolve(new Listener(listener, addressOf(listener.addr), accept, events));
  } catch (error) {
    return Promise.reject(failureOf(error));
  }
}

class Listener implements DriverListener {
  readonly address: Address;
  readonly eager = false;
  readonly #listener: Deno.Listener;
  readonly #accept: () => Promise<DenoStream>;
  readonly #events: ListenerEvents;
  #asked: Promise<void> | null = null;
  #closed = false;
  /** A listener of Deno without a question keeps no process alive; this does. A number or an object, as Deno's version has it. */
  readonly #hold: unknown = setInterval(() => {}, 0x7fff_ffff);

  constructor(listener: Deno.Listener, address: Address, accept: () => Promise<DenoStream>, events: ListenerEvents) {
    this.#listener = listener;
    this.address = address;
    this.#accept = accept;
    this.#events = events;
  }

  accept(): void {
    this.#asked ??= this.#acceptOne();
  }

  async #acceptOne(): Promise<void> {
    while (!this.#closed) {
      try {
        const stream = await this.#accept();
        this.#asked = null;
        if (this.#closed) stream.destroy("reset");
        else this.#events.accepted(stream);
        return;
      } catch (error) {
        // A connection that was reset before it could be accepted.
        if (codeOf(error) === "ENOTCONN") continue;
        throw error;
      }
    }
  }

  /** Deno cannot take a question back: what comes is reported. */
  cancelAccept(): void {}

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#hold as number);
    this.#listener.close();
    await this.#asked?.catch(() => {});
  }

  ref(): void {
    this.#listener.ref();
    Deno.refTimer(this.#hold as number);
  }

  unref(): void {
    this.#listener.unref();
    Deno.unrefTimer(this.#hold as number);
  }
}
