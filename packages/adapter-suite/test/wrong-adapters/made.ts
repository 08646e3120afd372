import {
  type Connection,
  createSockets,
  type DatagramSocket,
  type Driver,
  type DriverDatagramSocket,
  type DriverStream,
  type Listener,
  type Sockets,
  type StreamEvents,
} from "@anysock/core";

/** By its file: what adapters are tested with cannot depend on one of them. */
const { driver: right }: { readonly driver: Driver } = await import(
  new URL("../../../node/src/index.ts", import.meta.url).href
);

/** What an adapter exports. */
export type Made = Pick<Sockets, "connect" | "listen" | "bind" | "supports" | "runtime"> & { readonly driver: Driver };

/** The adapter of Node.js with a part of its driver changed. */
export function withDriver(change: (right: Driver) => Partial<Driver>): Made {
  const driver = { ...right, ...change(right) };
  const { connect, listen, bind, supports, runtime } = createSockets(driver);
  return { connect, listen, bind, supports, runtime, driver };
}

/** A datagram socket of a driver that has them. */
export async function bound(
  by: Driver,
  ...args: Parameters<NonNullable<Driver["bind"]>>
): Promise<DriverDatagramSocket> {
  if (by.bind === undefined) throw new Error("Node.js has it");
  return await by.bind(...args);
}

/** The adapter of Node.js, whose connections are made again by `wrong`. */
export function withStreams(wrong: (stream: DriverStream) => DriverStream): Made {
  return withDriver((driver) => ({
    connect: (to, options, events) =>
      driver.connect(to, options, overridden(events, { connected: (stream) => events.connected(wrong(stream)) })),
    listen: (at, options, events) =>
      driver.listen(at, options, overridden(events, { accepted: (stream) => events.accepted(wrong(stream)) })),
  }));
}

/** The adapter of Node.js with other methods of what it makes. What `over…` does not give is as it was. */
export function withFacades(over: {
  readonly connection?: (right: Connection) => Partial<Connection>;
  readonly listener?: (right: Listener) => Partial<Listener>;
  readonly datagrams?: (right: DatagramSocket) => Partial<DatagramSocket>;
}): Made {
  const { connection = () => ({}), listener = () => ({}), datagrams = () => ({}) } = over;
  const sockets = createSockets(right);
  const connectionOf = (one: Connection): Connection => overridden(one, connection(one));
  return {
    connect: async (to, options) => connectionOf(await sockets.connect(to, options)),
    listen: async (at, options) => {
      const one = await sockets.listen(at, options);
      const accept: Listener["accept"] = async (wait) => connectionOf(await one.accept(wait));
      return overridden(one, { accept, ...listener(one) });
    },
    bind: async (at, options) => {
      const one = await sockets.bind(at, options);
      return overridden(one, datagrams(one));
    },
    supports: sockets.supports,
    runtime: sockets.runtime,
    driver: right,
  };
}

/** The same object, some of whose methods are others. What is put in front of a method is in front of these. */
export function overridden<One extends object>(one: One, methods: Partial<One>): One {
  return new Proxy(one, {
    get: (of, name) => (name in methods ? methods[name as keyof One] : methodOf(of, name)),
    defineProperty: (_, name, descriptor) => Reflect.defineProperty(methods, name, descriptor),
  });
}

/** Of the object itself: what is private knows no proxy. */
function methodOf(of: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(of, name, of);
  return typeof value === "function" ? value.bind(of) : value;
}

/** A connection of a driver that is as another one; what is wrong with it overrides a method. */
export class Around implements DriverStream {
  readonly right: DriverStream;
  /** Core's, which `events` hands on to. */
  core: StreamEvents | undefined;

  constructor(right: DriverStream) {
    this.right = right;
  }

  get local(): DriverStream["local"] {
    return this.right.local;
  }

  get remote(): DriverStream["remote"] {
    return this.right.remote;
  }

  get fills(): boolean {
    return this.right.fills;
  }

  get events(): StreamEvents {
    return this.right.events;
  }

  set events(events: StreamEvents) {
    this.core = events;
    this.right.events = {
      pulled: (answer) => events.pulled(this.answered(answer)),
      pushed: (answer) => events.pushed(answer),
      shut: (answer) => events.shut(answer),
    };
  }

  /** What a pull comes to, whenever it does. */
  answered<Answer>(answer: Answer): Answer {
    return answer;
  }

  pull(into: Uint8Array): ReturnType<DriverStream["pull"]> {
    return this.answered(this.right.pull(into));
  }

  push(data: Uint8Array): ReturnType<DriverStream["push"]> {
    return this.right.push(data);
  }

  shutdown(): ReturnType<DriverStream["shutdown"]> {
    return this.right.shutdown();
  }

  destroy(how: "reset" | "release"): void {
    this.right.destroy(how);
  }

  setNoDelay(on: boolean): void {
    this.right.setNoDelay(on);
  }

  setKeepAlive(on: boolean, idle: number | undefined): void {
    this.right.setKeepAlive(on, idle);
  }

  setTrafficClass(value: number): void {
    this.right.setTrafficClass(value);
  }

  ref(): void {
    this.right.ref();
  }

  unref(): void {
    this.right.unref();
  }
}
