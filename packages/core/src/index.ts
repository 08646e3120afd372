/**
 * The socket API of anysock, to be read in five minutes. Adapters make it from a `Driver` (`./driver.ts`) by
 * {@link createSockets}; programs import it from `anysock`, or from the adapter of their runtime.
 *
 * Every promise that can reject rejects with a {@link SocketError}. `EINVAL` (an argument is not valid: its message names it and says
 * what is accepted, the same on every runtime, before any system call and before `ENOTSUP`) and, where a {@link Wait} is given, `ETIMEDOUT` and `ECANCELED` are common to all and not repeated below.
 * `EINCOMPLETE` and `EILSEQ` are about messages, which a stream has none of: `@anysock/framing` reports them.
 *
 * @module
 */
import type { Address, Endpoint } from "./address.ts";
import type { Capability } from "./capability.ts";
import type { StreamConnection } from "./connection.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import type { Datagram, ReceivedDatagram } from "./datagram.ts";
import type { BindOptions, DatagramOptions, MembershipOptions } from "./datagram-options.ts";
import type { Driver } from "./driver.ts";
import type { SocketError } from "./error.ts";
import type { InheritedSocket } from "./inherited.ts";
import type { StreamListener } from "./listener.ts";
import type { ConnectOptions, ListenOptions } from "./options.ts";
import { pipe as pipeStreams } from "./pipe.ts";
import { type ServeHandler, type ServeOptions, Serving } from "./serve.ts";
import { type DatagramHandler, DatagramServing, type ServeDatagramsOptions } from "./serve-datagrams.ts";
import { DriverSockets } from "./sockets.ts";
import type { UdpSocket } from "./udp-socket.ts";
import type { Wait } from "./wait.ts";

export { endsListener } from "./accepting.ts";
export {
  type Address,
  type Endpoint,
  formatAddress,
  formatEndpoint,
  ipFamily,
  MAX_UNIX_PATH,
  parseEndpoint,
  validEndpoint,
} from "./address.ts";
export { DEFAULT_ATTEMPT_DELAY } from "./attempts.ts";
export { type Capability, capabilityTable } from "./capability.ts";
export { DEFAULT_LINGER } from "./connection.ts";
export type { BufferOptions, ConnectionOptions } from "./connection-options.ts";
export { type Datagram, MAX_DATAGRAM_IPV4, MAX_DATAGRAM_IPV6, type ReceivedDatagram } from "./datagram.ts";
export * from "./datagram-driver.ts";
export { type BindOptions, type DatagramOptions, DEFAULT_QUEUE, type MembershipOptions } from "./datagram-options.ts";
export * from "./driver.ts";
export {
  type ErrorEntry,
  errorTable,
  isFinal,
  isSocketErrorCode,
  type Operation,
  SocketError,
  type SocketErrorCode,
  type SocketErrorInit,
} from "./error.ts";
export { codeOf } from "./error-code.ts";
export type { InheritedSocket } from "./inherited.ts";
export { type KeepAliveTimes, systemKeepAlive } from "./keep-alive-times.ts";
export {
  interfaceAnswer,
  interfaceRequest,
  type MulticastOption,
  membershipOption,
  multicastOptions,
  noInterface,
  SIOCGIFADDR,
} from "./multicast.ts";
export { nameFailure } from "./name-failure.ts";
export { NOBODY, NOBODY_RECEIVES } from "./nobody.ts";
export {
  type DatagramOptionId,
  type OptionColumn,
  type OptionEntry,
  type OptionId,
  type OptionOutcome,
  type OptionRow,
  optionSupport,
  optionTable,
  outcomeOf,
  type StreamOptionId,
} from "./option-table.ts";
export { type ConnectOptions, DEFAULT_PENDING, type ListenOptions } from "./options.ts";
export { DEFAULT_DRAIN, type ServeHandler, type ServeOptions } from "./serve.ts";
export {
  type DatagramAnswer,
  type DatagramHandler,
  DEFAULT_DATAGRAM_LIMIT,
  type ServeDatagramsOptions,
} from "./serve-datagrams.ts";
export { decodeSocketAddress, encodeSocketAddress, socketFamily } from "./socket-address.ts";
export {
  datagramSocketOptions,
  inheritedOptions,
  keepAliveOptions,
  type SocketOption,
  socketOptions,
  trafficClassOptions,
} from "./socket-options.ts";
export { ipAddress, isMappedIpv4, isWildcard, unixAddress } from "./told-address.ts";
export { limitFault, MAX_TIMEOUT, type Wait } from "./wait.ts";
export { zoneFailure, zoneOf } from "./zone.ts";

/**
 * One end of a stream: TCP (RFC 9293) or a Unix stream socket. Always half-open: each direction ends for itself.
 *
 * What ends a connection is final: every later operation reports it as well. That is each code that {@link errorTable} marks
 * `final`, an `ETIMEDOUT` of the kernel's, and the `ETIMEDOUT` or `ECANCELED` of a write that had started. Any operation can report
 * it; below it is "what has ended the connection". After a read has given the end of the stream every later read gives `null`, also behind
 * `close` and `abort`; all else reports `ECLOSED` then, also where both FINs had ended the connection before.
 */
export interface Connection extends AsyncIterable<Uint8Array>, AsyncDisposable {
  readonly local: Address;
  readonly remote: Address;

  /**
   * Reads 1 to `into.length` bytes; `null` is the peer's FIN. `into` belongs to the connection until the promise settles,
   * and is not touched afterwards: where its memory is transferred meanwhile, the connection is reset (`ECONNABORTED`), because on some
   * runtimes the bytes have gone with it. A read that its wait ended has consumed nothing.
   * @throws SocketError `EBUSY` (another read is pending), what has ended the connection
   */
  read(into: Uint8Array, wait?: Wait): Promise<number | null>;

  /** As {@link read}, in memory that the caller owns from then on; for chunks of whatever size they come in. */
  readChunk(wait?: Wait): Promise<Uint8Array | null>;

  /**
   * Writes all of `data`, an array as if it were its concatenation, in the order of the calls. Awaiting it is the
   * back-pressure. `data` is borrowed until the promise settles; memory that was transferred before is `EINVAL`, not empty, and memory that is
   * transferred meanwhile resets the connection (`ECONNABORTED`). A write that had started when its wait ended has aborted the connection;
   * one that had not has written nothing.
   * @throws SocketError `EPIPE` after `closeWrite` (which is not final), what has ended the connection
   */
  write(data: Uint8Array | readonly Uint8Array[], wait?: Wait): Promise<void>;

  /**
   * Sends FIN after everything that was written (RFC 9293, 3.6; `shutdown(SHUT_WR)`). Reading goes on. Calling it twice is calling it once.
   * Ending the wait does not take the FIN back.
   * @throws SocketError what has ended the connection
   */
  closeWrite(wait?: Wait): Promise<void>;

  /**
   * Closes in good order: flushes, sends FIN, throws away input until the peer's FIN, releases the descriptor. A pending read
   * ends with `ECLOSED`; where the runtime still fills its memory (`read` on Deno), when that is its own again.
   * `true`: FIN went both ways and nothing failed; a peer that sends its FIN at our end, as a server that reads to the end does,
   * has got every byte. One whose FIN came first may still drop what it has not read, after which no call is left to tell of it
   * (RFC 9293, 3.6.1): only an answer of your protocol can. `false`: gave up or failed, delivery unknown.
   * `timeout` limits the flush (not limited by default) and then, from our FIN on, the wait for the peer's (1 s by default);
   * with 0 and nothing left to write it is close(2): the kernel resets the connection if input is unread.
   * Two ends that close while each has more unsent than the systems hold wait for each other, because neither reads before its own FIN:
   * only a `timeout` or the peer ends that, as with two processes that write and do not read.
   * Never fails otherwise. A further call joins the first: both give the same, and the `wait` of either can cut it short.
   */
  close(wait?: Wait): Promise<boolean>;

  /**
   * Ends the connection at once, both ways. On TCP the peer sees a reset where `supports` has `"tcp:reset"`; elsewhere, and on
   * Unix sockets everywhere, it may see a clean end. Pending operations report `ECLOSED`, whose `cause` is `reason`.
   */
  abort(reason?: unknown): void;

  /**
   * Fulfils, never rejects, when the connection is over: `null` after both FINs or a `close()` that said `true`, else the
   * error that ended it. A peer's reset is noticed when an operation meets it.
   */
  readonly closed: Promise<SocketError | null>;

  /** The receiving half as a byte stream. Made on first use; `cancel()` ends reading only. */
  readonly readable: ReadableStream<Uint8Array>;
  /** The sending half. Made on first use; `close()` is {@link closeWrite}, `abort()` is {@link abort}. */
  readonly writable: WritableStream<Uint8Array>;

  /**
   * Changes options.
   * @throws SocketError `EINVAL`, `ENOTSUP` (the runtime lacks it), what has ended the connection
   */
  set(options: ConnectionOptions): void;

  /**
   * Pending operations keep the process alive (the default), or do not. An idle connection never does. A write that has started keeps it on
   * Node.js and Deno, which let go of none.
   */
  ref(): this;
  unref(): this;
}

/** A listening socket. Iterating accepts until it is closed. An open one keeps the process alive. */
export interface Listener extends AsyncIterable<Connection>, AsyncDisposable {
  /** The bound address, with the port that the system chose. */
  readonly address: Address;
  /**
   * The next connection. Several calls are served in their order. One client's failure is never this method's.
   * @throws SocketError `ECLOSED`, or what the system said where the listener itself has failed
   */
  accept(wait?: Wait): Promise<Connection>;
  /**
   * Stops listening; unclaimed connections are reset. When it settles the address can be bound again. It waits for no peer, and
   * so takes no {@link Wait}.
   * @throws SocketError `EACCES`, `EPERM`, `EIO` (closed, but its Unix path could not be removed)
   */
  close(): Promise<void>;
  ref(): this;
  unref(): this;
}

/** A listener whose connections go to a handler. */
export interface Server extends AsyncDisposable {
  /** Connections that are being served. */
  readonly active: number;
  /**
   * Stops accepting and waits for the handlers: `true` when all came to their end, `false` when the wait ended first and the
   * rest was reset. A further call joins the first: both give the same, and the `wait` of either can cut it short.
   * Leaving an `await using` block drains for 10 s at most, also after a drain that waits for longer.
   * @throws SocketError as {@link Listener.close}, once all handlers have ended
   */
  drain(wait?: Wait): Promise<boolean>;
}

/**
 * A UDP socket (RFC 768): each datagram is itself, an empty one as well; it may be lost, doubled or overtaken on its way, and order of
 * receipt is kept. Iterating receives until it is closed. A pending operation keeps the process alive, an idle socket does not.
 *
 * Where the socket is connected and `supports` has `"udp:refused"`, what comes next after the system has learnt that nobody has the
 * peer's port fails with `ECONNREFUSED`, once. A socket that is not connected is never disturbed by that. Only `ECLOSED` is final, and a failure by
 * which the system ends the receiving of the socket itself; what had come before that is received first.
 */
export interface DatagramSocket extends AsyncIterable<Datagram>, AsyncDisposable {
  /** The bound address, with the port that the system chose; of a connected socket the address that it chose as well. */
  readonly local: Address;
  /** The peer that the socket is connected to, or `null`. */
  readonly remote: Address | null;
  /** Datagrams that came and found no room in `queue`. What the kernel dropped before is not known. */
  readonly dropped: number;

  /**
   * Receives one datagram into memory that belongs to the socket until the promise settles, and is not touched afterwards. What does not
   * fit is lost, and told. A receive that its wait ended has consumed nothing.
   * @throws SocketError `EBUSY` (another receive is pending, or `serveDatagrams` has them), `ECONNREFUSED` (connected), `ECLOSED`
   */
  receive(into: Uint8Array, wait?: Wait): Promise<ReceivedDatagram>;

  /**
   * Hands one datagram to the system, whole or not at all; `data` is borrowed until the promise settles. `to` is left out exactly where
   * the socket is connected. An address costs no look-up, a name one for each call. A dual-stack socket sends to `::ffff:…` for IPv4.
   * The end of the wait does not take back what the system has by then. The error's address is where it was to go.
   * @throws SocketError `EINVAL` (also for a zone that is no interface), `EMSGSIZE` (more than 65,507 bytes over IPv4, 65,527 over IPv6), `EACCES` (a broadcast address, without
   * `broadcast`), `ECONNREFUSED` (connected), `ENETUNREACH`, `EHOSTUNREACH`, `ENETDOWN`, `ENOBUFS`, `EPERM`, `ENOTFOUND`, `EAGAIN` (no
   * name server answers), `ECLOSED`, `EIO`
   */
  send(data: Uint8Array, to?: Endpoint | Address, wait?: Wait): Promise<void>;

  /**
   * Becomes a member of a multicast group (RFC 1112, RFC 3376; RFC 4607 with a `source`). A socket gets datagrams to a group at its own
   * port, and where it is bound to one address of this machine, none: bind it to `0.0.0.0` or `::`.
   * A socket has one filter for a group on an interface: for all sources, or for single ones, of which there may be several. It joins a
   * group on the interface that the system chooses, or on interfaces that are named, which that one may be among.
   * @throws SocketError `EADDRINUSE` (joined already; for all sources where it is for single ones, or the other way round; on a named
   * interface where it is on the system's choice, or the other way round), `ENOTSUP`, `EINVAL` (no such interface, a source that is not the address of one sender), `ENODEV` (none by the routes), `ENOBUFS`, `EACCES`, `ECLOSED`, `EIO`
   */
  join(group: string, options?: MembershipOptions): Promise<void>;
  /** Ends a membership, with the same options. Closing ends all. @throws SocketError `EADDRNOTAVAIL` (not joined), as {@link join} */
  leave(group: string, options?: MembershipOptions): Promise<void>;

  /**
   * Changes options. Where one is not valid, not supported or refused by the system, none is changed.
   * @throws SocketError `EINVAL`, `ENOTSUP` (the runtime lacks it), `ECLOSED`, `EIO`
   */
  set(options: DatagramOptions): Promise<void>;

  /** Pending operations end with `ECLOSED`. When it settles the address can be bound again. Twice is once. */
  close(): Promise<void>;

  /** Pending operations keep the process alive (the default), or do not. */
  ref(): this;
  unref(): this;
}

/** A datagram socket whose datagrams go to a handler. */
export interface DatagramServer extends AsyncDisposable {
  /** Datagrams that are being answered. */
  readonly active: number;
  /** Datagrams whose answers the system has taken. */
  readonly answered: number;
  /**
   * Takes no more datagrams, waits for the answers under way and closes the socket: `true` when all came to their end, `false` when the
   * wait ended first. Leaving an `await using` block drains for 10 s at most.
   */
  drain(wait?: Wait): Promise<boolean>;
}

/** The sockets of one runtime. */
export interface Sockets {
  readonly runtime: { readonly name: string; readonly version: string };
  /** What this runtime can do beyond TCP over IPv4. Anything else is `ENOTSUP`. */
  readonly supports: ReadonlySet<Capability>;
  /**
   * Connects. Without a host to localhost. The addresses of a name are tried with its families in turn (RFC 8305, 4), each `attemptDelay` ms
   * after the one before, or at once when none is under way any more; the first to connect wins, and only that ends the others (RFC 8305, 5).
   * Where all fail, `attempts` has the failure of each in the order in which they were started, and `code` is the first's to which there
   * was a way; where the wait ends, those that had failed by then. A connect that its wait ended, at once, leaves nothing behind.
   * @throws SocketError `ECONNREFUSED`, `ENOTFOUND`, `EAGAIN` (no name server answers; the queue of a Unix listener is full),
   * `EHOSTUNREACH`, `ENETUNREACH`, `ENETDOWN`, `ETIMEDOUT`, `ECONNRESET`, `EADDRNOTAVAIL`, `EADDRINUSE` (of `local`), `EAFNOSUPPORT`, `ENOENT`, `ENOTDIR`,
   * `EACCES`, `EPERM`, `ENAMETOOLONG`, `EMFILE`, `ENFILE`, `ENOBUFS`, `ENOTSUP`, `EIO`
   */
  connect(to: Endpoint | Address, options?: ConnectOptions): Promise<Connection>;
  /**
   * Binds and listens. Without a host on 127.0.0.1; `::` takes IPv4 as well (RFC 3493, 5.3). Port 0 lets the system choose.
   * The first address of a name is taken; the look-up is what its wait can end, and then nothing is bound. A socket that is bound
   * already (see {@link inherited}) is taken over by its descriptor, which belongs to the listener once `listen` has fulfilled; where
   * it fails it stays yours, and open. Its Unix path stays in any case.
   * @throws SocketError `EADDRINUSE`, `EADDRNOTAVAIL`, `EAFNOSUPPORT`, `EACCES`, `EPERM`, `ENOTFOUND`, `EAGAIN` (no name server
   * answers), `ENOENT`, `ENOTDIR`, `ENAMETOOLONG`, `EMFILE`, `ENFILE`, `ENOBUFS`, `ENOTSUP`, `EIO`
   */
  listen(at: Endpoint | Address | InheritedSocket, options?: ListenOptions): Promise<Listener>;
  /**
   * The sockets that whoever started this process has bound and handed over, by the variables LISTEN_FDS, LISTEN_PID and
   * LISTEN_FDNAMES of sd_listen_fds(3), as systemd does for socket units: `listen(inherited()[0])`. None where there are none.
   * @throws SocketError `EINVAL` (LISTEN_FDS is no number), `EPERM` (the runtime's permissions do not let it look)
   */
  inherited(): readonly InheritedSocket[];
  /**
   * Opens a UDP socket. Without a host on 127.0.0.1; `::` takes IPv4 as well (RFC 3493, 5.3). Port 0 lets the system choose. With
   * `remote` it is connected, and without a host the system chooses its address.
   * @throws SocketError as {@link listen} for IP addresses; for `remote` `ENETUNREACH`, `EHOSTUNREACH` as well
   */
  bind(at: Endpoint | Address, options?: BindOptions): Promise<DatagramSocket>;
}

/** Makes the whole API from what an adapter writes. @throws SocketError `EINVAL` (what it lacks to be a driver) */
export function createSockets(driver: Driver): Sockets {
  return new DriverSockets(driver);
}

/**
 * Serves each connection with `handler`, `limit` at once, until drained. The connection is closed when the handler returns, and
 * reset when it throws. That closing `close()` lasts up to 1 s where the peer sends no FIN, and takes one place of `limit` as long;
 * what it comes to is not reported: a handler that must know awaits its own `connection.close()`.
 * @throws SocketError `EINVAL`
 */
export function serve(
  listener: Listener,
  handler: ServeHandler<Connection>,
  options: ServeOptions<Connection> = {},
): Server {
  return new Serving(listener as StreamListener, handler, options as ServeOptions<StreamConnection>);
}

/**
 * Answers each datagram with what `handler` gives, until drained or closed: the fastest way there is, without a promise for each. The
 * handler owns the data that it is given; `null` is no answer. What the system had said of a connected socket's peer goes to `onError`.
 * @throws SocketError `EINVAL`, `EBUSY` (somebody else receives), `ECLOSED`, or why receiving had ended
 */
export function serveDatagrams(
  socket: DatagramSocket,
  handler: DatagramHandler,
  options: ServeDatagramsOptions = {},
): DatagramServer {
  return new DatagramServing(socket as UdpSocket, handler, options);
}

/**
 * Copies from one connection to another (or the same: echo) until the end of `from`, which `to` survives. Gives the number of bytes.
 * The fastest way there is: no promise per chunk and no copy that the runtime does not force.
 * Where the wait ends while a chunk is on its way, `to` is aborted, as by a cancelled write.
 * @throws SocketError as `read` of `from` and `write` of `to`
 */
export function pipe(from: Connection, to: Connection, wait?: Wait): Promise<number> {
  return pipeStreams(from as StreamConnection, to as StreamConnection, wait);
}
