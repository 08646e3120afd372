import type { Address, Endpoint } from "./address.ts";
import { asFailure } from "./as-socket-error.ts";
import type { IpDriverAddress } from "./datagram-driver.ts";
import { type BindOptions, type DatagramOptions, DEFAULT_QUEUE } from "./datagram-options.ts";
import { destination, type Reach } from "./destination.ts";
import { type Driver, type DriverAddress, Failure, type ResolvedAddress } from "./driver.ts";
import { errorTable } from "./error.ts";
import { unsupported } from "./options.ts";
import { isWildcard } from "./told-address.ts";
import { UdpSocket } from "./udp-socket.ts";
import { within } from "./wait.ts";

/** Every address of the machine, for a connected socket whose own address the system chooses. */
const wildcards = { ipv4: "0.0.0.0", ipv6: "::" } as const;

/**
 * Binds, and connects where there is a peer. `look` gives the addresses of the endpoint, which counts only where it `hasHost` or
 * nobody is connected to. Nobody is looked up where there are no datagrams.
 * @throws SocketError; Failure
 */
export async function bindSocket(
  driver: Driver,
  endpoint: { readonly host: string; readonly port: number },
  hasHost: boolean,
  options: BindOptions,
  look: () => readonly DriverAddress[] | Promise<readonly DriverAddress[]>,
): Promise<UdpSocket> {
  const init = { address: endpoint, scheme: "udp" } as const;
  const { bind } = driver;
  if (bind === undefined || !driver.supports.has("udp")) throw unsupported(driver, "udp", "bind", init);
  const resolve = (host: string): Promise<readonly ResolvedAddress[]> => driver.resolve(host);
  const peer = async (reach: Reach): Promise<IpDriverAddress | undefined> => {
    const { remote } = options;
    if (remote === undefined) return undefined;
    const looking = Promise.resolve(destination(remote, "bind", reach, resolve, "remote"));
    return await within(
      options,
      "bind",
      init,
      looking.catch((error: unknown) => Promise.reject(remoteFailure(remote, asFailure(error)))),
    );
  };
  const [given] = await within(options, "bind", init, Promise.resolve(look()));
  const chosen = hasHost ? undefined : await peer("any");
  const address = chosen === undefined ? given : { ...chosen, host: wildcards[chosen.family], port: endpoint.port };
  if (address === undefined || address.family === "unix") throw new Failure("ENOTFOUND");
  const {
    ipv6Only = false,
    reuseAddress = false,
    reusePort = false,
    broadcast = false,
    queue = DEFAULT_QUEUE,
  } = options;
  if (ipv6Only && address.family === "ipv4") {
    throw new Failure(
      "EINVAL",
      undefined,
      `ipv6Only has an effect on an IPv6 address only, and this is ${address.host}`,
    );
  }
  const isDual = address.family === "ipv6" && isWildcard(address) && !ipv6Only;
  if (isDual && !driver.supports.has("dual-stack")) throw unsupported(driver, "dual-stack", "bind", init);
  const reach = isDual ? "dual-stack" : address.family;
  const remote = chosen ?? (await peer(reach));
  const socket = new UdpSocket({ able: driver, reach, queue, broadcast, remote: remote ?? null, resolve });
  const opened = await bind.call(driver, address, { ipv6Only, reuseAddress, reusePort, broadcast, remote }, socket);
  socket.start(opened);
  const { multicastTtl, multicastLoopback, multicastInterface } = options;
  if (multicastTtl === undefined && multicastLoopback === undefined && multicastInterface === undefined) return socket;
  try {
    // Not by way of the socket's own `set`, which would say that `set` has failed.
    await opened.set(definedOf({ multicastTtl, multicastLoopback, multicastInterface }));
  } catch (error) {
    await socket.close();
    throw error;
  }
  return socket;
}

/** The error is that of the address that is bound, and so the words have to say that it is the remote that was looked up. */
function remoteFailure(remote: Endpoint | Address, { code, cause, detail }: Failure): Failure {
  const host = "host" in remote ? remote.host : undefined;
  return new Failure(code, cause, `the remote ${host}: ${detail ?? errorTable[code].meaning}`);
}

/** Without those that are not given. */
function definedOf(options: object): DatagramOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
