import type { Capability } from "@anysock/core";
import type { DatagramSetting, DatagramTransport } from "./datagram-setting.ts";
import type { Setting, Transport } from "./setting.ts";

/** A time sequence that is played inside a runtime, on its adapter and on raw sockets in another process. */
export type ApiCase = StreamCase | DatagramCase;

/** About connections and listeners. */
export interface StreamCase extends Rule<Transport> {
  readonly over: "streams";
  play(setting: Setting): Promise<void>;
}

export interface DatagramCase extends Rule<DatagramTransport> {
  readonly over: "datagrams";
  play(setting: DatagramSetting): Promise<void>;
}

interface Rule<Where> {
  /** `api/close/chatty-peer`: the area, which is its file under `cases/`, and a name. Ids are stable. */
  readonly id: string;
  /** A sentence of the specification. */
  readonly title: string;
  /** Ids of requirements, all of one level. */
  readonly verifies: readonly [string, ...string[]];
  /** The fault that this case catches: somebody can build a wrong adapter from this sentence. */
  readonly convicts: string;
  /** Absent: every one of its kind. */
  readonly transports?: readonly Where[];
  /** An adapter that does not declare them is `unsupported` here. */
  readonly capabilities?: readonly Capability[];
  /** It is about how an adapter refuses what it does not declare, and there for no other. */
  readonly lacks?: Capability;
  /** What this machine has to give, without which nothing is judged. */
  readonly needs?: readonly Need[];
  /** It brings all its connections to their end by itself: what is left open is counted before anything of it is aborted. */
  readonly ends?: true;
  /** Milliseconds that it may take on a busy machine, where that is more than {@link LIMIT}. */
  readonly limit?: number;
}

/** Something that not every machine has. */
export type Need =
  /** Raw sockets of Python: what Node.js cannot be told, as a backlog of 0, they can. */
  | "python"
  /** ss(8). */
  | "ss"
  /** To look at this process's sockets from another one (pidfd_getfd(2)). */
  | "kernel-view"
  /** A network of one's own (user_namespaces(7), ip(8)). */
  | "network"
  /** An interface with a link-local address. */
  | "link-local";

/** Milliseconds: whoever has not come to an end by then hangs. */
export const LIMIT = 20_000;
