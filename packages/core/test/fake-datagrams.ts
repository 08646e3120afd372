import {
  type Address,
  type BindOptions,
  createSockets,
  type DatagramEvents,
  type DatagramSocket,
  DONE,
  type Done,
  type DriverBindOptions,
  type DriverDatagramSetting,
  type DriverDatagramSocket,
  type DriverMembership,
  type Failure,
  type IpDriverAddress,
  type Later,
} from "@anysock/core";
import { FakeDriver } from "./fake-driver.ts";

/** A socket whose every answer is scripted. */
export class FakeDatagramSocket implements DriverDatagramSocket {
  readonly local: Address;
  readonly options: DriverBindOptions;
  readonly events: DatagramEvents;
  readonly sent: { readonly data: Uint8Array; readonly to: IpDriverAddress | null }[] = [];
  readonly calls: string[] = [];
  /** What `send` answers. */
  answer: Done | Failure | Later = DONE;
  /** What joining, leaving and setting fail with. */
  refusal: Failure | undefined;
  isReferenced = true;
  closed = 0;

  constructor(at: IpDriverAddress, options: DriverBindOptions, events: DatagramEvents) {
    this.local = at.port === 0 ? { ...at, port: 40_000 } : at;
    this.options = options;
    this.events = events;
  }

  /** A datagram comes. */
  bring(text: string, port = 5_000): void {
    const host = this.local.family === "ipv6" ? "::1" : "127.0.0.1";
    this.events.received(new TextEncoder().encode(text), host, port);
  }

  send(data: Uint8Array, to: IpDriverAddress | null): Done | Failure | Later {
    this.sent.push({ data, to });
    return this.answer;
  }

  join(group: string, { interface: by, source }: DriverMembership): Promise<void> {
    return this.#call(`join ${group} ${by} ${source}`);
  }

  leave(group: string, { interface: by, source }: DriverMembership): Promise<void> {
    return this.#call(`leave ${group} ${by} ${source}`);
  }

  set(options: DriverDatagramSetting): Promise<void> {
    return this.#call(`set ${JSON.stringify(options)}`);
  }

  async #call(call: string): Promise<void> {
    this.calls.push(call);
    if (this.refusal !== undefined) throw this.refusal;
  }

  async close(): Promise<void> {
    this.closed++;
  }

  ref(): void {
    this.isReferenced = true;
  }

  unref(): void {
    this.isReferenced = false;
  }
}

/** A driver with datagrams. */
export class FakeDatagramDriver extends FakeDriver {
  readonly bound: FakeDatagramSocket[] = [];
  bindFailure: Failure | undefined;
  /** Before it is handed over. */
  prepare: (socket: FakeDatagramSocket) => void = () => {};

  async bind(at: IpDriverAddress, options: DriverBindOptions, events: DatagramEvents): Promise<DriverDatagramSocket> {
    if (this.bindFailure !== undefined) throw this.bindFailure;
    const socket = new FakeDatagramSocket(at, options, events);
    this.prepare(socket);
    this.bound.push(socket);
    return socket;
  }
}

export interface Bound {
  readonly socket: DatagramSocket;
  readonly fake: FakeDatagramSocket;
  readonly driver: FakeDatagramDriver;
}

/** A socket over one that the test scripts. */
export async function bound(options: BindOptions = {}, host = "127.0.0.1"): Promise<Bound> {
  const driver = new FakeDatagramDriver();
  const socket = await createSockets(driver).bind({ host, port: 0 }, options);
  const [fake] = driver.bound;
  if (fake === undefined) throw new Error("the driver was not asked to bind");
  return { socket, fake, driver };
}

/** Somewhere to send to. */
export const there = { host: "127.0.0.1", port: 7 } as const;

/** The next datagram, as text. */
export async function received(socket: DatagramSocket, room = 64): Promise<string> {
  const into = new Uint8Array(room);
  const { length } = await socket.receive(into);
  return new TextDecoder().decode(into.subarray(0, length));
}
