import type net from "node:net";
import { addressesOf } from "./raw-address.ts";
import { cancellable, type RawConnection } from "./raw-connection.ts";
import { type AgentConnection, AgentFailure, type AgentListener, type AgentWait } from "./sockets.ts";

/** Connections that wait to be claimed; more are reset. */
const PENDING = 1024;

/** What Node keeps a connection's handle under; the only way to give an accepted connection an `onread` of its own. */
type WithHandle = Omit<net.Socket, "_handle"> & { _handle: unknown };

interface Claim {
  resolve(connection: RawConnection): void;
  reject(error: Error): void;
}

/** Hands connections out in the order in which they came, unread. */
export class RawListener implements AgentListener {
  readonly address: string;
  readonly server: net.Server;
  readonly Connection: typeof RawConnection;
  readonly pending: number;
  unclaimed: RawConnection[] = [];
  waiting: Claim[] = [];
  closed = false;
  /** What is left to do once nothing listens any more. */
  onClose: () => void = () => {};

  constructor(server: net.Server, address: string, Connection: typeof RawConnection, pending: number = PENDING) {
    this.server = server;
    this.address = address;
    this.Connection = Connection;
    this.pending = pending;
    server.on("connection", (socket) => this.accepted(socket));
  }

  accepted(socket: net.Socket): void {
    const unix = this.address.startsWith("unix:");
    const addresses = unix ? { local: this.address, remote: "unix:" } : addressesOf(socket);
    // It was reset before it could be accepted: the kernel no longer knows its peer.
    if (addresses.remote === "") {
      socket.destroy();
      return;
    }
    const accepted = socket as WithHandle;
    const handle = accepted._handle;
    accepted._handle = null;
    const connection = new this.Connection({ handle } as net.SocketConstructorOpts, addresses);
    connection.socket.setNoDelay(true);
    this.hand(connection);
  }

  hand(connection: RawConnection): void {
    const claim = this.waiting.shift();
    if (claim !== undefined) claim.resolve(connection);
    else if (this.unclaimed.length < this.pending) this.unclaimed.push(connection);
    else connection.abort();
  }

  async accept(wait: AgentWait): Promise<AgentConnection> {
    const first = this.unclaimed.shift();
    if (first !== undefined) return first;
    return await cancellable<RawConnection>(wait, "accept", (resolve, reject) => {
      const claim: Claim = { resolve, reject };
      if (this.closed) reject(new AgentFailure("ECLOSED", `${this.address} is closed`));
      else this.waiting.push(claim);
      return () => {
        this.waiting = this.waiting.filter((other) => other !== claim);
      };
    });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    // The file goes first: while it is there, whoever connects finds somebody.
    this.onClose();
    this.server.close();
    for (const { reject } of this.waiting) reject(new AgentFailure("ECLOSED", `${this.address} was closed`));
    this.waiting = [];
    for (const connection of this.unclaimed) connection.abort();
    this.unclaimed = [];
    // The handle is closed by now; its callback comes with the next turn of the loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
