import {
  type Address,
  type DatagramEvents,
  type DriverBindOptions,
  type DriverDatagramSocket,
  Failure,
  type IpDriverAddress,
  ipAddress,
  zoneFailure,
} from "@anysock/core";
import { adoptDatagrams } from "./adopt.ts";
import { DatagramOptionSetter } from "./datagram-options.ts";
import { DenoDatagramSocket, owned } from "./datagram-socket.ts";
import { openDescriptors } from "./descriptors.ts";
import { failureOf } from "./failure.ts";
import { kernel } from "./kernel.ts";
import { mustBePermitted } from "./permitted.ts";
import { canCall } from "./reset.ts";
import { preventSignalPanic } from "./signals.ts";

export async function bind(
  at: IpDriverAddress,
  options: DriverBindOptions,
  events: DatagramEvents,
): Promise<DriverDatagramSocket> {
  preventSignalPanic();
  try {
    return open(at, options, events);
  } catch (error) {
    throw zoneFailure(at, failureOf(error));
  }
}

/** Whether the C library sets what Deno does not: where FFI is permitted at the start, as for resets. */
const hasLibrary: boolean = canCall();

function open(at: IpDriverAddress, options: DriverBindOptions, events: DatagramEvents): DenoDatagramSocket {
  const made = options.ipv6Only || options.reusePort ? adopted(at, options) : listening(at, options);
  const { socket, descriptor } = made;
  try {
    const setter = descriptor === undefined ? undefined : new DatagramOptionSetter(descriptor, at.family);
    setter?.set({ broadcast: options.broadcast });
    const local = options.remote === undefined ? made.local : sendingFrom(made.local, at, options.remote, options);
    return new DenoDatagramSocket(socket, local, at, options.remote, events, setter);
  } catch (error) {
    socket.close();
    throw error;
  }
}

interface Made {
  readonly socket: Deno.DatagramConn;
  /** Where FFI is permitted. */
  readonly descriptor: number | undefined;
  readonly local: Address;
}

/** @throws Failure, and Deno's own errors */
function listening(at: IpDriverAddress, { reuseAddress }: DriverBindOptions): Made {
  const descriptors = hasLibrary ? openDescriptors() : undefined;
  const next = descriptors?.next() ?? -1;
  const socket = Deno.listenDatagram({
    transport: "udp",
    hostname: at.host,
    port: at.port,
    reuseAddress,
    // Deno's own default is not the system's.
    loopback: true,
  });
  const address = socket.addr as Deno.NetAddr;
  const descriptor = descriptors?.bound(address, next, owned);
  if (descriptors !== undefined && descriptor === undefined) {
    socket.close();
    throw new Failure("EIO", undefined, "the socket's descriptor was not found");
  }
  return { socket, descriptor, local: ipAddress(address.hostname, address.port, at) };
}

/** With options that Deno has not, and that act where an address is bound. @throws Failure, and Deno's own errors */
function adopted(at: IpDriverAddress, options: DriverBindOptions): Made {
  mustBePermitted(at);
  const { socket, descriptor } = adoptDatagrams(kernel().boundDatagrams(at, options), owned);
  const bound = kernel().localAddress(descriptor);
  const local = bound === null || bound.family === "unix" ? at : bound;
  return { socket, descriptor, local: ipAddress(local.host, local.port, at) };
}

/**
 * Where a connected one sends from. Deno does not connect(2), and so nobody says that there is no way to the peer, or that it is a
 * broadcast address: a socket of ours that is never used does (api/groups/broadcast, api/bound/connected). @throws Failure
 */
function sendingFrom(
  local: Address,
  at: IpDriverAddress,
  remote: IpDriverAddress,
  options: DriverBindOptions,
): Address {
  if (!hasLibrary || local.family === "unix") return local;
  try {
    const from = kernel().tryDatagrams(at, remote, options);
    return ipAddress(from === null || from.family === "unix" ? local.host : from.host, local.port, at);
  } catch (error) {
    throw zoneFailure(remote, failureOf(error));
  }
}
