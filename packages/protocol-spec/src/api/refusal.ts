import type {
  Capability,
  Connection,
  createSockets,
  DatagramServer,
  DatagramSocket,
  Listener,
  Operation,
  pipe,
  Server,
  SocketError,
  SocketErrorCode,
  Sockets,
  serve,
  serveDatagrams,
} from "@anysock/core";

/** What an attempt needs: each is opened when it is first asked for, on 127.0.0.1 or over udp6 on ::1, and is the same from then on. */
export interface RefusalScene {
  readonly sockets: Sockets;
  /** What takes their objects: of the copy of core that they are made from. */
  readonly core: {
    readonly createSockets: typeof createSockets;
    readonly pipe: typeof pipe;
    readonly serve: typeof serve;
    readonly serveDatagrams: typeof serveDatagrams;
  };
  /** An open one: what was refused has done nothing to it. */
  connection(): Promise<Connection>;
  listener(): Promise<Listener>;
  datagrams(): Promise<DatagramSocket>;
  connectedDatagrams(): Promise<DatagramSocket>;
  /** Of a listener, and of a datagram socket, that nobody else uses. */
  server(): Promise<Server>;
  datagramServer(): Promise<DatagramServer>;
}

/** An argument that cannot be, and what the function says of it: the same on every runtime, before any system call. */
export interface Refusal {
  readonly id: string;
  /** What is asked for, in words. */
  readonly what: string;
  readonly operation: Operation;
  readonly code: SocketErrorCode;
  /** A part of the message: the argument by its name, and what is accepted. */
  readonly says: RegExp | string;
  /** The option that has the value, which is said as well. */
  readonly option?: string;
  /** A runtime without it refuses with `ENOTSUP`, before it looks at this. */
  readonly needs?: Capability;
  /** Absent: over IPv4. Over udp6 there are datagrams alone. */
  readonly over?: "udp6";
  attempt(open: RefusalScene): Promise<unknown> | unknown;
}

/** A value that cannot be: how it is called in an id and in words, and what is said of it. */
export type Wrong = readonly [id: string, what: string, value: unknown, says: RegExp | string];

/** One of the functions that take such a value. */
export interface Taker {
  readonly id: string;
  /** As it is called in words. */
  readonly call: string;
  readonly operation: Operation;
  /** The option that takes it, where it is no argument of its own. */
  readonly option?: string;
  readonly needs?: Capability;
  readonly over?: "udp6";
  give(open: RefusalScene, value: unknown): Promise<unknown> | unknown;
}

/** Each of the values for each of the functions. */
export function each(takers: readonly Taker[], values: readonly Wrong[], code: SocketErrorCode = "EINVAL"): Refusal[] {
  return takers.flatMap((taker) =>
    values.map(([id, what, value, says]) => ({
      id: `${taker.id}/${id}`,
      what: `${taker.call} ${what}`,
      operation: taker.operation,
      code,
      says,
      ...(taker.option === undefined ? {} : { option: taker.option }),
      ...(taker.needs === undefined ? {} : { needs: taker.needs }),
      ...(taker.over === undefined ? {} : { over: taker.over }),
      attempt: (open) => taker.give(open, value),
    })),
  );
}

/** A call that has to reject. What is thrown instead is nothing that a `catch` of its promise would ever see. */
export function rejecting<T>(call: () => Promise<T>): Promise<T> {
  try {
    return call();
  } catch (error) {
    throw new Error("it threw, where a promise has to be rejected", { cause: error });
  }
}

/** Whether it is an error of anysock's: by its name and code, and not by its class, of which each copy of core has its own. */
export function isSocketError(error: unknown): error is SocketError {
  return error instanceof Error && error.name === "SocketError" && "code" in error && typeof error.code === "string";
}

/** What is wrong with how an attempt was refused, or `undefined`. */
export async function refusalFault(refusal: Refusal, open: RefusalScene): Promise<string | undefined> {
  let refused: unknown;
  try {
    await refusal.attempt(open);
    return `${refusal.what} was taken, and not refused with ${refusal.code}`;
  } catch (error) {
    refused = error;
  }
  if (!isSocketError(refused)) return `${refusal.what} was refused with ${String(refused)}, no SocketError`;
  const { code, operation, message } = refused;
  if (code !== refusal.code) return `${refusal.what} was refused with ${code}, and not ${refusal.code}: ${message}`;
  if (operation !== refusal.operation) return `${refusal.what} was refused by ${operation}, not ${refusal.operation}`;
  const { says, option } = refusal;
  if (option !== undefined && !message.includes(`(${option}`)) return `${refusal.what} was refused without ${option}`;
  const isSaid = typeof says === "string" ? message.includes(says) : says.test(message);
  return isSaid ? undefined : `${refusal.what} was refused in other words than ${says}: ${message}`;
}
