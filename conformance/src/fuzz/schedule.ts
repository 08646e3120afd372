import type { StreamTransport } from "@anysock/protocol-spec";
import type { DatagramSchedule } from "./datagram-schedule.ts";
import type { ListenerOp, ListenerStep } from "./listener-model.ts";

/** The two ends of a schedule: the subject's own, and the trusted peer's. */
export type Side = "ours" | "theirs";

/** One operation of one end. Bytes are of the pattern that the end sends, each behind the ones before. */
export type Step =
  | { readonly side: Side; readonly op: "write"; readonly bytes: number }
  | { readonly side: Side; readonly op: "read"; readonly bytes: number }
  /** A read that gives up after some milliseconds. */
  | { readonly side: Side; readonly op: "glance"; readonly bytes: number }
  | { readonly side: Side; readonly op: "closeWrite" | "close" | "abort" }
  /** Ends the oldest pending operation of that kind, where one is pending. */
  | { readonly side: Side; readonly op: "cancel"; readonly what: "read" | "write" }
  /** Asks how the connection came to its end. */
  | { readonly side: Side; readonly op: "closed" }
  /** Both ends do nothing. */
  | { readonly side: Side; readonly op: "pause" };

/** What is played, on every runtime alike. */
export type Schedule = ConnectionSchedule | ListenerSchedule | DatagramSchedule;

/** Our end listens, and clients of the trusted peer connect. */
export interface ListenerSchedule {
  readonly mode: "stepped" | "free";
  readonly transport: StreamTransport;
  readonly listener: readonly ListenerStep[];
}

/** One connection, which is there when the first step is made. */
export interface ConnectionSchedule {
  /** Stepped: everything comes to rest after each step. Free: nobody waits for anybody. */
  readonly mode: "stepped" | "free";
  readonly transport: StreamTransport;
  /** Which end makes the connection. */
  readonly connects: Side;
  readonly steps: readonly Step[];
}

/** More than is ever there: a read of so many bytes is one to the end. */
const TO_THE_END: number = 2 ** 40;

/** How long a glance lasts, in milliseconds. */
export const GLANCE_MS = 25;

/** How every schedule ends, so that what was lost on the way is seen: both send FIN, read what is left and close, and ours says how it ended. */
export const windUp: readonly Step[] = [
  { side: "theirs", op: "closeWrite" },
  { side: "ours", op: "closeWrite" },
  { side: "ours", op: "read", bytes: TO_THE_END },
  { side: "theirs", op: "read", bytes: TO_THE_END },
  { side: "ours", op: "close" },
  { side: "theirs", op: "close" },
  { side: "ours", op: "closed" },
];

export function otherSide(side: Side): Side {
  return side === "ours" ? "theirs" : "ours";
}

/** `ours: write 100 bytes`. */
export function wordsOf(step: Step): string {
  return `${step.side.padEnd(6)}  ${actionOf(step)}`;
}

function actionOf(step: Step): string {
  switch (step.op) {
    case "write":
      return `write ${step.bytes} bytes`;
    case "read":
      return step.bytes === TO_THE_END ? "read to the end" : `read ${step.bytes} bytes`;
    case "glance":
      return `read ${step.bytes} bytes, for ${GLANCE_MS} ms at most`;
    case "cancel":
      return `cancel the oldest pending ${step.what}`;
    case "closed":
      return "how did it end?";
    case "pause":
      return "nothing";
    default:
      return step.op;
  }
}

/** A step of a listener in words; `client` is the number of who connects. */
export function listenerWords(op: ListenerOp["op"], client: number): string {
  switch (op) {
    case "connect":
      return `theirs  client ${client} connects`;
    case "hear":
      return `theirs  client ${client}, whom nobody accepted, reads`;
    case "accept":
      return "ours    accept";
    case "cancel":
      return "ours    cancel the oldest pending accept";
    default:
      return "ours    close the listener";
  }
}
