import type { AgentResults, WireBindOptions, WireListenOptions } from "./protocol.ts";

/**
 * The sockets that an agent plays with. Two programs implement it: one over `node:net` alone, the trusted peer, and one
 * over anysock, the subject. A failure is any `Error` with a `code`. Addresses are written `tcp://127.0.0.1:7`, `unix:/path`.
 */
export interface AgentSockets {
  readonly runtime: AgentResults["hello"]["runtime"];
  readonly capabilities: AgentResults["capabilities"];
  connect(to: string, wait: AgentWait): Promise<AgentConnection>;
  listen(at: string, options: WireListenOptions): Promise<AgentListener>;
  /** Answers every connection of `listener` with the service, until it is closed. */
  serve(listener: AgentListener, service: string): void;
  /** `remote`: the one peer that it is connected to. */
  bind(at: string, remote: string | undefined, options: WireBindOptions): Promise<AgentDatagramSocket>;
  /** Answers every datagram of `socket` with the service, until it is closed. */
  serveDatagrams(socket: AgentDatagramSocket, service: string): void;
}

export interface AgentWait {
  readonly signal?: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
}

export interface AgentListener {
  readonly address: string;
  accept(wait: AgentWait): Promise<AgentConnection>;
  close(): Promise<void>;
}

export interface AgentConnection {
  readonly local: string;
  readonly remote: string;
  /** 1 to `into.length` bytes, or `null` for the end. */
  read(into: Uint8Array, wait: AgentWait): Promise<number | null>;
  /** All of `data`, which stays as it is until then. */
  write(data: Uint8Array, wait: AgentWait): Promise<void>;
  /** As a write of all of them, one behind the other, in one call. */
  writePieces(pieces: readonly Uint8Array[], wait: AgentWait): Promise<void>;
  closeWrite(): Promise<void>;
  /** `timeout`: milliseconds to wait for the peer's FIN after our own, a second if not given. */
  close(timeout?: number): Promise<boolean>;
  drop(): Promise<void>;
  abort(): void;
  /** `null` for good order, else the code. Always fulfils. */
  readonly closed: Promise<string | null>;
}

/** A UDP socket. Addresses are written `udp://127.0.0.1:7`. */
export interface AgentDatagramSocket {
  readonly local: string;
  /** `to` is left out where it is connected. */
  send(data: Uint8Array, to: string | undefined, wait: AgentWait): Promise<void>;
  receive(into: Uint8Array, wait: AgentWait): Promise<{ length: number; truncated: boolean; from: string }>;
  /** Datagrams that found no room. */
  readonly dropped: number;
  close(): Promise<void>;
}

/** A failure with a code, for agents that have no error class of their own. */
export class AgentFailure extends Error {
  override readonly name = "AgentFailure";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The code of any error; `EIO` for one that has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "EIO";
}
