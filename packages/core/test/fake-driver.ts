import {
  type Capability,
  type ConnectEvents,
  type Connection,
  capabilityTable,
  createSockets,
  type Driver,
  type DriverAddress,
  type DriverConnectOptions,
  type DriverListener,
  type DriverListenOptions,
  type Failure,
  type Listener,
  type ListenerEvents,
  type ResolvedAddress,
  type Sockets,
  type UnixFiles,
} from "@anysock/core";
import { FakeStream } from "./fake-stream.ts";

type Answer = FakeStream | Failure | "never";

/** A driver whose every answer is scripted: no socket, no system. */
export class FakeDriver implements Driver {
  readonly runtime = { name: "fake", version: "1.2.3" };
  remedies: Partial<Record<Capability, string>> = {};
  supports: ReadonlySet<Capability> = new Set(Object.keys(capabilityTable) as Capability[]);
  files?: UnixFiles;
  /** What the next attempts of `connect` come to, in their order; a stream of its own where there is none. */
  readonly answers: Answer[] = [];
  /** The names that can be resolved. */
  readonly names = new Map<string, readonly ResolvedAddress[] | Failure>();
  readonly attempts: { to: DriverAddress; options: DriverConnectOptions; events: ConnectEvents; stopped: boolean }[] =
    [];
  readonly listeners: FakeListener[] = [];
  /** Whether listeners accept on their own. */
  eager = true;
  listenFailure: Failure | undefined;

  async resolve(host: string): Promise<readonly ResolvedAddress[]> {
    const answer = this.names.get(host) ?? [{ family: "ipv4", host: "192.0.2.1" }];
    if ("code" in answer) throw answer;
    return answer;
  }

  connect(to: DriverAddress, options: DriverConnectOptions, events: ConnectEvents): () => void {
    let answered = false;
    const answering: ConnectEvents = {
      connected(stream) {
        answered = true;
        events.connected(stream);
      },
      failed(failure) {
        answered = true;
        events.failed(failure);
      },
    };
    const attempt = { to, options, events: answering, stopped: false };
    this.attempts.push(attempt);
    const answer = this.answers.shift() ?? new FakeStream();
    queueMicrotask(() => {
      if (attempt.stopped || answer === "never") return;
      if (answer instanceof FakeStream) answering.connected(answer);
      else answering.failed(answer);
    });
    return () => {
      if (attempt.stopped || answered) throw new Error("an attempt was ended twice, or after its answer");
      attempt.stopped = true;
    };
  }

  async listen(at: DriverAddress, options: DriverListenOptions, events: ListenerEvents): Promise<DriverListener> {
    if (this.listenFailure !== undefined) throw this.listenFailure;
    const listener = new FakeListener(at, options, events, this.eager);
    this.listeners.push(listener);
    return listener;
  }
}

export class FakeListener implements DriverListener {
  readonly at: DriverAddress;
  readonly address: DriverAddress;
  readonly options: DriverListenOptions;
  readonly events: ListenerEvents;
  readonly eager: boolean;
  asked = 0;
  closed = 0;
  referenced = true;
  /** What the runtime does in `close`. */
  onClose: () => void | Promise<void> = () => {};

  constructor(at: DriverAddress, options: DriverListenOptions, events: ListenerEvents, eager: boolean) {
    this.at = at;
    this.address = at.family === "unix" || at.port !== 0 ? at : { ...at, port: 40_000 };
    this.options = options;
    this.events = events;
    this.eager = eager;
  }

  /** A client comes. */
  bring(stream: FakeStream = new FakeStream()): FakeStream {
    this.events.accepted(stream);
    return stream;
  }

  accept(): void {
    if (this.eager) throw new Error("an eager listener was asked");
    this.asked++;
  }

  async close(): Promise<void> {
    this.closed++;
    await this.onClose();
  }

  ref(): void {
    this.referenced = true;
  }

  unref(): void {
    this.referenced = false;
  }
}

export interface Opened {
  readonly connection: Connection;
  readonly stream: FakeStream;
}

/** A connection over a stream that the test scripts. */
export async function open(stream: FakeStream = new FakeStream()): Promise<Opened> {
  const driver = new FakeDriver();
  driver.answers.push(stream);
  const connection = await createSockets(driver).connect({ host: "127.0.0.1", port: 7 });
  return { connection, stream };
}

export interface Listening {
  readonly listener: Listener;
  readonly fake: FakeListener;
  readonly sockets: Sockets;
}

export async function listening(options: { eager?: boolean; pending?: number } = {}): Promise<Listening> {
  const driver = new FakeDriver();
  driver.eager = options.eager ?? true;
  const sockets = createSockets(driver);
  const { pending } = options;
  const listener = await sockets.listen({ port: 0 }, pending === undefined ? {} : { pending });
  const fake = driver.listeners[0];
  if (fake === undefined) throw new Error("the driver was not asked to listen");
  return { listener, fake, sockets };
}
