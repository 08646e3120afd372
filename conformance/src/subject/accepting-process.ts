import { once } from "node:events";
import net from "node:net";
import { addressesOf, parseAddress } from "../agent/raw-address.ts";
import { holderOf, holdsSocket, namespaceOf, socketsOf } from "./socket-holders.ts";
import { acceptedUnixSockets, listenersAt, tcpEnd } from "./socket-tables.ts";

/** A server of several processes gives them its connections in turn: one may be the right one's by chance. */
const CONNECTIONS = 4;
/** A server accepts when it gets to it; so long it is waited for, in milliseconds. */
const PATIENCE = 1_500;
const LOOK_AGAIN = 10;

/**
 * Why this process cannot be the server at this address: connections are made, and it does not have their other ends. Who only
 * listens there may leave them to others, and whoever has the same port on another address, or a path of the same name, is
 * somebody else. `null` where it has them; where nobody takes a connection at present; and where it listens there, and accepts
 * none or ends each at once, which is for the cases to judge.
 */
export async function whyNotAccepting(pid: number, address: string): Promise<string | null> {
  for (let count = 0; count < CONNECTIONS; count++) {
    const probe = await Probe.connect(pid, address);
    if (probe === null) return null;
    try {
      const end = await probe.otherEnd();
      if (end?.holder === pid) continue;
      if (end === null && holdsAny(pid, listenersAt(address))) return null;
      const why = typeof end?.holder === "number" ? `; process ${end.holder} does` : "";
      return `that process does not accept the connections to ${address}${why}`;
    } finally {
      probe.end();
    }
  }
  return null;
}

/** One connection, and what there was before it. */
class Probe {
  readonly #pid: number;
  readonly #socket: net.Socket;
  readonly #isUnix: boolean;
  /** What the process had, and which Unix sockets had been accepted, before. */
  readonly #had: ReadonlySet<string>;
  readonly #accepted: ReadonlySet<string>;

  /** `null`: nobody takes it. */
  static async connect(pid: number, address: string): Promise<Probe | null> {
    const endpoint = parseAddress(address);
    const [had, accepted] = [socketsOf(pid), acceptedUnixSockets()];
    const socket = net.connect("path" in endpoint ? { path: endpoint.path } : endpoint);
    try {
      await once(socket, "connect", { signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      socket.destroy();
      return null;
    }
    return new Probe(pid, socket, "path" in endpoint, had, accepted);
  }

  private constructor(
    pid: number,
    socket: net.Socket,
    isUnix: boolean,
    had: ReadonlySet<string>,
    accepted: ReadonlySet<string>,
  ) {
    this.#pid = pid;
    this.#socket = socket.on("error", () => {});
    this.#isUnix = isUnix;
    this.#had = had;
    this.#accepted = accepted;
  }

  /**
   * Who has the other end: the process that is asked for, where it is among them; or `null`, where nobody is that may be
   * looked into. No end at all: it was not accepted, or is closed already.
   */
  async otherEnd(): Promise<{ readonly holder: number | null } | null> {
    const isNear = namespaceOf(this.#pid) === namespaceOf("self");
    let ends: ReadonlySet<string> = new Set();
    for (const until = performance.now() + PATIENCE; performance.now() < until; ) {
      ends = isNear ? this.#otherEnds() : without(socketsOf(this.#pid), this.#had);
      if (holdsAny(this.#pid, ends)) return { holder: this.#pid };
      // Of TCP the other end is known; a Unix socket that was accepted meanwhile may be of another connection.
      if (ends.size > 0 && !this.#isUnix) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
    }
    return ends.size === 0 ? null : { holder: holderOf(ends) };
  }

  end(): void {
    this.#socket.destroy();
  }

  #otherEnds(): ReadonlySet<string> {
    if (this.#isUnix) return without(acceptedUnixSockets(), this.#accepted);
    const { local, remote } = addressesOf(this.#socket);
    const socket = tcpEnd(remote, local)?.socket ?? null;
    return new Set(socket === null ? [] : [socket]);
  }
}

function without(sockets: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...sockets].filter((socket) => !others.has(socket)));
}

function holdsAny(pid: number, sockets: ReadonlySet<string>): boolean {
  return [...sockets].some((socket) => holdsSocket(pid, socket));
}
