import type { DatagramTransport } from "@anysock/protocol-spec";

/** The subject's socket, and those of the trusted peer. The third one sends only what tells that nothing else has come. */
export type Party = "ours" | "first" | "second" | "third";

/**
 * `nobody` is a port that no socket has; `everybody` a broadcast address, which the system refuses to a socket without SO_BROADCAST (ip(7)):
 * a failure that is the kernel's, and that nobody could tell beforehand.
 */
export type Nowhere = "nobody" | "everybody";

/** One operation on one of the sockets. */
export type DatagramStep =
  | { readonly op: "send"; readonly by: Party; readonly to: Party | Nowhere; readonly bytes: number }
  /** Into so many bytes of memory. A glance gives up after some milliseconds. */
  | { readonly op: "receive" | "glance"; readonly by: Party; readonly bytes: number }
  /** Ends the oldest pending receive, where one is pending; asks how many were dropped. */
  | { readonly op: "cancel" | "dropped"; readonly by: "ours" }
  | { readonly op: "close"; readonly by: Party };

/** Our socket, and two of the trusted peer's; all of them are there when the first step is made. */
export interface DatagramSchedule {
  readonly mode: "stepped" | "free";
  readonly transport: DatagramTransport;
  /** Ours is connected to the first of the peer's. */
  readonly isConnected: boolean;
  /** Bytes of the queue that ours is bound with; `null`: what it has without being asked. */
  readonly queue: number | null;
  readonly datagrams: readonly DatagramStep[];
}

/** More than any datagram has. */
export const WHOLE = 65_535;

/** A step in words: `ours    send 100 bytes to first`. */
export function datagramWords(step: DatagramStep, glance: number): string {
  return step.by === "ours" ? `ours    ${ownWords(step, glance)}` : `theirs  ${step.by} ${theirWords(step)}`;
}

function ownWords(step: DatagramStep, glance: number): string {
  switch (step.op) {
    case "send":
      return `send ${step.bytes} bytes to ${step.to === "ours" ? "itself" : step.to}`;
    case "receive":
      return `receive into ${step.bytes} bytes`;
    case "glance":
      return `receive into ${step.bytes} bytes, for ${glance} ms at most`;
    case "cancel":
      return "cancel the oldest pending receive";
    case "dropped":
      return "how many were dropped?";
    default:
      return "close";
  }
}

function theirWords(step: DatagramStep): string {
  if (step.op === "send") return `sends ${step.bytes} bytes to ${step.to}`;
  return step.op === "close" ? "closes" : "receives";
}
