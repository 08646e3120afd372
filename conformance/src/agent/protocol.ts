/**
 * The agent protocol, version 1: JSON lines on stdin and stdout, one object a line, at most 1 MiB.
 *
 * Every request has an `id` chosen by the suite and an `op`; the agent answers each exactly once, in any order, with
 * `{ id, ok: true, … }`, `{ id, ok: false, error: { code, message, received? } }` or `{ id, unsupported: "why" }`.
 * Several operations may be outstanding. stderr is free text. End of input, or `stop`, ends the agent with status 0.
 * Handles (`connection`, `listener`, `socket`) are numbers that the agent chooses. Times are milliseconds.
 */
export const AGENT_PROTOCOL_VERSION = 1;

interface WirePattern {
  readonly seed: number;
  readonly offset: number;
  readonly length: number;
}

/** `base64`, or the pattern of `@anysock/protocol-spec`. */
export type WireBytes = { readonly base64: string } | { readonly pattern: WirePattern };

export type AgentRequest = { readonly id: number } & (
  | { readonly op: "hello"; readonly version: number }
  | { readonly op: "capabilities" }
  | { readonly op: "listen"; readonly at: string; readonly service?: string; readonly options?: WireListenOptions }
  | { readonly op: "accept"; readonly listener: number; readonly timeout: number }
  | { readonly op: "closeListener"; readonly listener: number }
  | { readonly op: "connect"; readonly to: string; readonly timeout: number }
  | {
      readonly op: "write";
      readonly connection: number;
      readonly data: WireBytes;
      /** Bytes given to the connection in one call; 65,536 if not given. */
      readonly chunk?: number;
      /** What a call is given is an array of pieces of these sizes, taken in turn. A piece may be empty. */
      readonly pieces?: readonly number[];
      /** The time that each call has of the connection itself, which gives the write up after it. */
      readonly limit?: number;
      /** Without progress for so long, in either direction of the connection: `ETIMEDOUT`. The write goes on. */
      readonly timeout: number;
    }
  | {
      readonly op: "read";
      readonly connection: number;
      /** A number of bytes, `"end"`: all until the end, or `"some"`: what one read gives. */
      readonly until: number | "end" | "some";
      /** The read ends at the first piece that differs, or that goes beyond these bytes: `divergence` says where. */
      readonly expect?: WireBytes;
      readonly bytes?: boolean;
      readonly chunk?: number;
      /** Without progress for so long, in either direction but for `"some"`: `ETIMEDOUT`, with `received`. */
      readonly timeout: number;
    }
  /** `timeout`: how long the peer's FIN is waited for after our own; a second if not given. */
  | { readonly op: "close"; readonly connection: number; readonly timeout?: number }
  | {
      readonly op: "bind";
      readonly at: string;
      /** The one peer that it is connected to. */
      readonly remote?: string;
      readonly service?: string;
      readonly options?: WireBindOptions;
    }
  /** `to` is left out where the socket is connected. */
  | {
      readonly op: "send";
      readonly socket: number;
      readonly data: WireBytes;
      readonly to?: string;
      readonly timeout: number;
    }
  | {
      readonly op: "receive";
      readonly socket: number;
      /** Bytes of the memory that it is received into; 65,535 if not given. */
      readonly into?: number;
      readonly expect?: WireBytes;
      readonly bytes?: boolean;
      /** `ETIMEDOUT`, if none has come by then. */
      readonly timeout: number;
    }
  | { readonly op: "dropped" | "closeSocket"; readonly socket: number }
  | { readonly op: "closeWrite" | "drop" | "abort" | "closed" | "progress"; readonly connection: number }
  /** Ends an outstanding operation, which then answers `ECANCELED`. */
  | { readonly op: "cancel"; readonly target: number }
  /** Aborts those of the connections that are still open, closes the listeners and the sockets, and forgets the handles. */
  | {
      readonly op: "release";
      readonly connections: readonly number[];
      readonly listeners: readonly number[];
      readonly sockets?: readonly number[];
    }
  | { readonly op: "stats" }
  | { readonly op: "stop" }
);

export interface WireListenOptions {
  readonly backlog?: number;
  readonly ipv6Only?: boolean;
  readonly unlinkStale?: boolean;
  readonly reuseAddress?: boolean;
  readonly receiveBuffer?: number;
  readonly sendBuffer?: number;
  readonly trafficClass?: number;
  readonly mode?: number;
  readonly pending?: number;
}

export interface WireBindOptions {
  readonly ipv6Only?: boolean;
  readonly queue?: number;
}

export interface WireDatagram {
  readonly count: number;
  readonly truncated: boolean;
  readonly from: string;
  readonly sha256: string;
  readonly divergence: WireReceived["divergence"];
  readonly base64?: string;
}

export interface WireReceived {
  readonly count: number;
  readonly end: boolean;
  readonly sha256: string;
  readonly divergence: { readonly offset: number; readonly expected: string; readonly actual: string } | null;
  readonly base64?: string;
}

/** What each operation answers beside `id` and `ok`. */
export interface AgentResults {
  readonly hello: {
    readonly version: number;
    readonly runtime: { readonly name: string; readonly version: string };
    readonly pid: number;
  };
  readonly capabilities: {
    readonly transports: readonly string[];
    readonly services: readonly string[];
    readonly capabilities: readonly string[];
  };
  readonly listen: { readonly listener: number; readonly address: string };
  readonly accept: { readonly connection: number; readonly local: string; readonly remote: string };
  readonly connect: { readonly connection: number; readonly local: string; readonly remote: string };
  readonly write: { readonly count: number };
  readonly read: WireReceived;
  readonly bind: { readonly socket: number; readonly local: string };
  readonly send: Record<never, never>;
  readonly receive: WireDatagram;
  readonly dropped: { readonly dropped: number };
  readonly closeSocket: Record<never, never>;
  readonly closeWrite: Record<never, never>;
  readonly close: { readonly delivered: boolean };
  readonly drop: Record<never, never>;
  readonly abort: Record<never, never>;
  readonly closed: { readonly code: string | null };
  readonly progress: { readonly written: number; readonly read: number };
  readonly cancel: Record<never, never>;
  readonly closeListener: Record<never, never>;
  readonly release: Record<never, never>;
  readonly stats: { readonly descriptors: number; readonly memory: number };
  readonly stop: Record<never, never>;
}
