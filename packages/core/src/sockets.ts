import { type Address, type Endpoint, ipFamily, plainEndpoint, validEndpoint } from "./address.ts";
import { asSocketError } from "./as-socket-error.ts";
import { Attempts, DEFAULT_ATTEMPT_DELAY, failureOfAll, inTurn } from "./attempts.ts";
import { bindSocket } from "./binding.ts";
import type { Capability } from "./capability.ts";
import { StreamConnection } from "./connection.ts";
import type { OptionSetter } from "./connection-options.ts";
import type { IpDriverAddress } from "./datagram-driver.ts";
import { type BindOptions, bindFault } from "./datagram-options.ts";
import { mustBeDestination } from "./destination.ts";
import { type Driver, type DriverAddress, type DriverStream, Failure } from "./driver.ts";
import { driverFault } from "./driver-fault.ts";
import { SocketError, type SocketErrorInit } from "./error.ts";
import { type InheritedSocket, inheritedFault, inheritedSockets, isInherited } from "./inherited.ts";
import { StreamListener } from "./listener.ts";
import {
  type ConnectOptions,
  DEFAULT_PENDING,
  driverConnectOptions,
  driverListenOptions,
  inheritedOptionsFault,
  type ListenOptions,
  optionsFault,
  reachableFrom,
  setOptions,
  unsupported,
} from "./options.ts";
import { isWildcard } from "./told-address.ts";
import type { UdpSocket } from "./udp-socket.ts";
import { holdPath, removeStale } from "./unix-path.ts";
import { canceled, isLimited, nothing, watch, within } from "./wait.ts";

/** Where an endpoint without a host is: both families of this machine, or the one address that others cannot reach. */
const defaultHosts = { connect: "localhost", listen: "127.0.0.1", bind: "127.0.0.1" } as const;

type Placing = keyof typeof defaultHosts;

type PlacedEndpoint = { readonly host: string; readonly port: number } | { readonly path: string };

/** The socket API of one runtime, made from its driver. The public face of it is in `index.ts`. */
export class DriverSockets {
  readonly runtime: { readonly name: string; readonly version: string };
  readonly supports: ReadonlySet<Capability>;
  readonly #driver: Driver;
  readonly #setOptions: OptionSetter;

  constructor(driver: Driver) {
    const fault = driverFault(driver);
    if (fault !== undefined) throw new SocketError("EINVAL", "createSockets", { detail: fault });
    this.#driver = driver;
    this.#setOptions = (stream, options) => setOptions(driver, stream, options);
    this.runtime = driver.runtime;
    this.supports = driver.supports;
    // So that `const { connect, listen } = createSockets(driver)` works.
    this.connect = this.connect.bind(this);
    this.listen = this.listen.bind(this);
    this.inherited = this.inherited.bind(this);
    this.bind = this.bind.bind(this);
  }

  async connect(to: Endpoint | Address, options: ConnectOptions = {}): Promise<StreamConnection> {
    const endpoint = this.#endpoint(to, "connect");
    if ("port" in endpoint && endpoint.port === 0) {
      throw new SocketError("EINVAL", "connect", { address: endpoint, detail: "port 0 cannot be connected to" });
    }
    const fault = optionsFault(this.#driver, "connect", options, { address: endpoint });
    if (fault !== null) throw fault;
    this.#mustBePossible(endpoint, "connect");
    if (options.signal?.aborted === true) throw canceled(options.signal, "connect", { address: endpoint });
    return this.#connect(endpoint, options);
  }

  #connect(endpoint: PlacedEndpoint, options: ConnectOptions): Promise<StreamConnection> {
    return new Promise((resolve, reject) => {
      let over = false;
      const settle = (act: () => void): void => {
        if (over) return;
        over = true;
        stop();
        act();
      };
      const attempts = new Attempts(
        options.attemptDelay ?? DEFAULT_ATTEMPT_DELAY,
        (to, events) => this.#driver.connect(to, driverConnectOptions(options), events),
        {
          connected: (stream) => settle(() => resolve(this.#connection(stream))),
          failed: () => settle(() => reject(failureOfAll(attempts.failures, endpoint))),
        },
      );
      const stop = isLimited(options)
        ? watch(options, "connect", failedUntil(attempts, endpoint), (error) => {
            settle(() => {
              reject(error);
              attempts.stop();
            });
          })
        : nothing;
      const start = (addresses: readonly DriverAddress[]): void => {
        if (over) return;
        this.#mustBeTriedHere(addresses, options, endpoint);
        attempts.start(inTurn(reachableFrom(options.local, addresses, endpoint)));
      };
      const refuse = (error: unknown): void => settle(() => reject(asSocketError(error, "connect", endpoint)));
      try {
        const addresses = this.#addresses(endpoint, "connect");
        if (addresses instanceof Promise) addresses.then(start).catch(refuse);
        else start(addresses);
      } catch (error) {
        refuse(error);
      }
    });
  }

  async listen(at: Endpoint | Address | InheritedSocket, options: ListenOptions = {}): Promise<StreamListener> {
    if (isInherited(at)) return this.#listenInherited(at, options);
    const endpoint = this.#endpoint(at, "listen");
    const fault = optionsFault(this.#driver, "listen", options, { address: endpoint });
    if (fault !== null) throw fault;
    this.#mustBePossible(endpoint, "listen");
    if (options.signal?.aborted === true) throw canceled(options.signal, "listen", { address: endpoint });
    const listener = new StreamListener((stream) => this.#connection(stream), options.pending ?? DEFAULT_PENDING);
    try {
      // Only a name is waited for: binding is done at once.
      const looking = Promise.resolve(this.#addresses(endpoint, "listen"));
      const [address] = await within(options, "listen", { address: endpoint }, looking);
      if (address === undefined) throw new Failure("ENOTFOUND");
      if (options.ipv6Only === true && address.family === "ipv4") {
        throw new Failure(
          "EINVAL",
          undefined,
          `ipv6Only has an effect on an IPv6 address only, and this is ${address.host}`,
        );
      }
      const isDual = address.family === "ipv6" && isWildcard(address) && options.ipv6Only !== true;
      if (isDual && !this.supports.has("dual-stack")) {
        throw unsupported(this.#driver, "dual-stack", "listen", { address: endpoint });
      }
      const files = address.family === "unix" && !address.path.startsWith("\0") ? this.#driver.files : undefined;
      if (files !== undefined && options.unlinkStale === true && "path" in endpoint)
        await removeStale(files, endpoint.path);
      const driverListener = await this.#driver.listen(address, driverListenOptions(options), listener);
      listener.start(driverListener, files !== undefined && "path" in endpoint ? holdPath(files, endpoint.path) : null);
    } catch (error) {
      throw listenError(error, endpoint);
    }
    return listener;
  }

  /** A socket that is bound already: what is asked of it is checked by where that is, and its path is not ours to unlink. */
  async #listenInherited(at: InheritedSocket, options: ListenOptions): Promise<StreamListener> {
    const wrong = inheritedFault(at) ?? inheritedOptionsFault(options, at.fd);
    if (wrong !== null) throw wrong;
    // Before the descriptor is looked at, what can be told without knowing what it is.
    const never = optionsFault(this.#driver, "listen", options, {});
    if (never?.code === "EINVAL") throw never;
    const driver = this.#driver.inherited;
    if (driver === undefined) throw unsupported(this.#driver, "listen:fd", "listen", {});
    try {
      const fault = optionsFault(this.#driver, "listen", options, { address: driver.address(at.fd) });
      if (fault !== null) throw fault;
      if (options.signal?.aborted === true) throw canceled(options.signal, "listen", {});
      const listener = new StreamListener((stream) => this.#connection(stream), options.pending ?? DEFAULT_PENDING);
      listener.start(await driver.listen(at.fd, driverListenOptions(options), listener), null);
      return listener;
    } catch (error) {
      throw asSocketError(error, "listen");
    }
  }

  inherited(): readonly InheritedSocket[] {
    const { environment } = this.#driver;
    try {
      return environment === undefined ? [] : inheritedSockets(environment);
    } catch (error) {
      throw asSocketError(error, "inherited");
    }
  }

  async bind(at: Endpoint | Address, options: BindOptions = {}): Promise<UdpSocket> {
    const endpoint = this.#endpoint(at, "bind");
    const init = { address: endpoint, scheme: "udp" } as const;
    if ("path" in endpoint)
      throw new SocketError("EINVAL", "bind", { ...init, detail: "datagrams are UDP: expected { host, port }" });
    const hasHost = "host" in at && at.host !== undefined;
    const fault = bindFault(this.#driver, options, endpoint);
    if (fault?.code === "EINVAL") throw fault;
    try {
      // Before anybody is looked up, and before what this runtime cannot do.
      if (options.remote !== undefined) mustBeDestination(options.remote, "bind", "remote");
      if (fault !== null) throw fault;
      if (options.signal?.aborted === true) throw canceled(options.signal, "bind", init);
      return await bindSocket(this.#driver, endpoint, hasHost, options, () => this.#addresses(endpoint, "bind"));
    } catch (error) {
      throw asSocketError(error, "bind", endpoint, "udp");
    }
  }

  #connection(stream: DriverStream): StreamConnection {
    return new StreamConnection(stream, this.#setOptions);
  }

  /** The endpoint, checked. What it leaves out is filled in, so that errors tell where it was tried. */
  #endpoint(at: Endpoint | Address, operation: Placing): PlacedEndpoint {
    const valid = validEndpoint(plainEndpoint(at, operation), operation);
    return "path" in valid ? valid : { host: valid.host ?? defaultHosts[operation], port: valid.port };
  }

  /** After everything that cannot be anywhere. @throws SocketError `ENOTSUP` */
  #mustBePossible(endpoint: PlacedEndpoint, operation: Placing): void {
    const needed = "path" in endpoint ? (endpoint.path.startsWith("\0") ? "unix:abstract" : "unix") : undefined;
    if (needed !== undefined && !this.supports.has(needed)) {
      throw unsupported(this.#driver, needed, operation, { address: endpoint });
    }
  }

  /** Where an endpoint is: only a name is looked up, and waited for. @throws SocketError `ENOTSUP` */
  #addresses(
    endpoint: PlacedEndpoint,
    operation: Placing,
  ): readonly DriverAddress[] | Promise<readonly DriverAddress[]> {
    if ("path" in endpoint) return [{ family: "unix", path: endpoint.path }];
    const { host, port } = endpoint;
    const family = ipFamily(host);
    return family === null
      ? this.#lookUp({ host, port }, operation)
      : this.#possible([{ family, host, port }], operation, endpoint);
  }

  async #lookUp(
    name: { readonly host: string; readonly port: number },
    operation: Placing,
  ): Promise<readonly DriverAddress[]> {
    try {
      const resolved = await this.#driver.resolve(name.host);
      const addresses = resolved.map((address) => ({ ...address, port: name.port }));
      return this.#possible(addresses, operation, name);
    } catch (error) {
      throw asSocketError(error, operation, name, schemeOf(operation));
    }
  }

  /**
   * A driver that keeps a name's addresses to itself, as Deno's does where the name alone is permitted, tries them by its own lights.
   * @throws SocketError `ENOTSUP` where it was told when to
   */
  #mustBeTriedHere(
    addresses: readonly DriverAddress[],
    { attemptDelay }: ConnectOptions,
    endpoint: PlacedEndpoint,
  ): void {
    if (attemptDelay === undefined) return;
    const isName = (address: DriverAddress): boolean => "host" in address && ipFamily(address.host) === null;
    if (!addresses.some(isName)) return;
    const { name: runtime, version } = this.runtime;
    const detail = `${runtime} ${version} tries the addresses of this name by itself here, and attemptDelay has no effect on that`;
    throw new SocketError("ENOTSUP", "connect", { address: endpoint, detail });
  }

  /** Those that the runtime can use. @throws SocketError `ENOTSUP` where none of several is */
  #possible(
    addresses: readonly IpDriverAddress[],
    operation: Placing,
    endpoint: PlacedEndpoint,
  ): readonly IpDriverAddress[] {
    const possible = addresses.filter(({ family }) => family === "ipv4" || this.supports.has("ipv6"));
    if (possible.length === 0 && addresses.length > 0) {
      throw unsupported(this.#driver, "ipv6", operation, { address: endpoint, scheme: schemeOf(operation) });
    }
    return possible;
  }
}

function schemeOf(operation: Placing): "tcp" | "udp" {
  return operation === "bind" ? "udp" : "tcp";
}

/** For the error of a wait that ends: what had failed by then. */
function failedUntil(attempts: Attempts, address: PlacedEndpoint): SocketErrorInit {
  return {
    address,
    get attempts() {
      return attempts.failures;
    },
  };
}

/** What is in the way of a Unix path is a file, which says nothing of whether somebody still listens. */
function listenError(error: unknown, endpoint: PlacedEndpoint): SocketError {
  const failure = asSocketError(error, "listen", endpoint);
  if (failure.code !== "EADDRINUSE" || !("path" in endpoint) || endpoint.path.startsWith("\0")) return failure;
  const detail =
    "something is at that path: another process listens there (see `ss -lxp`), or it is left over from one that has ended, which `unlinkStale: true` replaces";
  return new SocketError("EADDRINUSE", "listen", { address: endpoint, cause: failure.cause, detail });
}
