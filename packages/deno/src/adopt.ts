import { type Address, type DriverAddress, type DriverConnectOptions, Failure } from "@anysock/core";
import { openDescriptors } from "./descriptors.ts";
import { kernel } from "./kernel.ts";
import { mustBePermitted } from "./permitted.ts";

/**
 * Deno takes over no descriptor, and sets nothing between its socket(2) and its bind(2) or connect(2). So a socket that is made here,
 * or has been inherited, is put in the place of one of Deno's own (dup3(2)), and watched as that was (epoll_ctl(2), with what
 * proc_pid_fdinfo(5) tells of it): from then on Deno accepts, reads, writes and closes there.
 */
interface Watch {
  readonly epoll: number;
  readonly events: number;
  readonly data: bigint;
}

/** A listener of Deno's own that has this socket, whose number is closed then. Where it fails, the descriptor is left as it is. */
export function adoptListener(descriptor: number, family: Address["family"]): Deno.Listener {
  const listener = family === "unix" ? spareUnixListener() : spareListener();
  try {
    kernel().setNonBlocking(descriptor);
    takePlace(descriptor, descriptorOf(listener));
  } catch (error) {
    listener.close();
    throw error;
  }
  kernel().close(descriptor);
  return listener;
}

/**
 * The same of a datagram socket, and the descriptor that it has then; what Deno tells of its address is wrong. Where it fails, the
 * descriptor is closed.
 */
export function adoptDatagrams(
  descriptor: number,
  owned: ReadonlySet<number>,
): { readonly socket: Deno.DatagramConn; readonly descriptor: number } {
  let socket: Deno.DatagramConn | undefined;
  try {
    const next = openDescriptors().next();
    socket = spare("any port of 127.0.0.1", "--allow-net=127.0.0.1", () =>
      Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 }),
    );
    const place = openDescriptors().bound(socket.addr as Deno.NetAddr, next, owned);
    if (place === undefined) throw new Failure("EIO", undefined, "the socket's descriptor was not found");
    takePlace(descriptor, place);
    return { socket, descriptor: place };
  } catch (error) {
    socket?.close();
    throw error;
  } finally {
    kernel().close(descriptor);
  }
}

/** @throws Failure */
function takePlace(descriptor: number, place: number): void {
  const watch = watchOf(place);
  kernel().put(descriptor, place);
  kernel().watch(watch.epoll, place, watch.events, watch.data);
}

/** An abstract name, because a path would be unlinked at the end. */
function spareUnixListener(): Deno.Listener {
  const path = `\0anysock-${crypto.randomUUID()}`;
  return spare("a Unix socket whose name nobody else has", "--allow-net", () =>
    Deno.listen({ transport: "unix", path }),
  );
}

function spareListener(): Deno.TcpListener {
  return spare("any port of 127.0.0.1", "--allow-net=127.0.0.1", () => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
}

/** Deno's own sentence would be about an address that nobody has asked for. */
function spare<T>(place: string, flag: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    const detail = `a socket of these options or of this descriptor takes the place of one of Deno's own, on ${place}: run it with ${flag}`;
    throw new Failure("EPERM", error, detail);
  }
}

/** The descriptor of a listener of those above, whose address nobody else has. @throws Failure */
function descriptorOf({ addr }: Deno.Listener): number {
  const wanted = addr.transport === "unix" ? addr.path : `${(addr as Deno.NetAddr).port}`;
  for (const descriptor of openDescriptors().all()) {
    const at = kernel().listeningAddress(descriptor);
    if (at !== null && (at.family === "unix" ? at.path : `${at.port}`) === wanted && isOf(at, addr)) return descriptor;
  }
  throw new Failure("EIO", undefined, "the listener's descriptor is not to be found in /proc/self/fd");
}

function isOf(at: Address, addr: Deno.Addr): boolean {
  return addr.transport === "unix"
    ? at.family === "unix"
    : at.family !== "unix" && at.host === (addr as Deno.NetAddr).hostname;
}

function watchOf(descriptor: number): Watch {
  const line = new RegExp(`^tfd:\\s*${descriptor} events:\\s*([0-9a-f]+) data:\\s*([0-9a-f]+)`, "m");
  for (const epoll of openDescriptors().all()) {
    const [, events, data] = line.exec(kernel().text(`/proc/self/fdinfo/${epoll}`)) ?? [];
    if (events === undefined || data === undefined) continue;
    return { epoll, events: Number.parseInt(events, 16), data: BigInt(`0x${data}`) };
  }
  throw new Failure("EIO", undefined, "how Deno watches its sockets is not to be found in /proc/self/fdinfo");
}

/** A connection of Deno's own, and what it tells wrongly, because it has been another one before. */
export interface AdoptedConnection {
  readonly connection: Deno.TcpConn;
  readonly descriptor: number;
  readonly local: Address | null;
  readonly remote: Address | null;
}

/** Connects a socket that is made with these options. Ending `signal` ends it, and nothing is left. */
export async function connectAdopted(
  to: Exclude<DriverAddress, { family: "unix" }>,
  options: DriverConnectOptions,
  signal: AbortSignal,
): Promise<AdoptedConnection> {
  const { connection, descriptor } = await startConnecting(to, options, signal);
  const close = (): void => connection.close();
  // An abort since it started has told nobody.
  if (signal.aborted) {
    close();
    throw signal.reason;
  }
  signal.addEventListener("abort", close);
  try {
    // A write waits until the socket is connected, and fails as connecting does, even where it writes nothing (connect(2), EINPROGRESS).
    await connection.write(new Uint8Array(0));
  } catch (error) {
    if (!signal.aborted) close();
    throw error;
  } finally {
    signal.removeEventListener("abort", close);
  }
  if (signal.aborted) throw signal.reason;
  return {
    connection,
    descriptor,
    local: kernel().localAddress(descriptor),
    remote: kernel().remoteAddress(descriptor),
  };
}

/**
 * In the place of a connection over loopback, to a listener that nobody else knows. That one is closed last: at its end Deno would see
 * a reset, and never forget it.
 */
async function startConnecting(
  to: Exclude<DriverAddress, { family: "unix" }>,
  options: DriverConnectOptions,
  signal: AbortSignal,
): Promise<{ readonly connection: Deno.TcpConn; readonly descriptor: number }> {
  mustBePermitted(to);
  const socket = kernel().socket(to.family, options);
  let nobody: Deno.TcpListener | undefined;
  let connection: Deno.TcpConn | undefined;
  try {
    nobody = spareListener();
    connection = await Deno.connect({ hostname: "127.0.0.1", port: nobody.addr.port });
    if (signal.aborted) throw signal.reason;
    const descriptor = openDescriptors().look([connection], new Set()).get(connection);
    if (descriptor === undefined)
      throw new Failure("EIO", undefined, "a descriptor is not to be found in /proc/self/fd");
    const watch = watchOf(descriptor);
    kernel().put(socket, descriptor);
    kernel().connect(descriptor, to);
    kernel().watch(watch.epoll, descriptor, watch.events, watch.data);
    return { connection, descriptor };
  } catch (error) {
    connection?.close();
    throw error;
  } finally {
    kernel().close(socket);
    nobody?.close();
  }
}
