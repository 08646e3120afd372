import type { Failure } from "./driver.ts";
import type { Operation, SocketError, SocketErrorInit } from "./error.ts";

/** An error that is made when an operation first tells it: the stack of an Error costs more than to end a connection does. */
export type Told = () => SocketError;

export function told(make: () => SocketError): Told {
  let error: SocketError | undefined;
  return () => {
    error ??= make();
    return error;
  };
}

/** What both halves of a connection want from it. */
export interface Owner {
  /** The failure that ended the connection, if one did. */
  readonly failure: SocketError | null;
  /** Records a failure that the driver reported and names it. The first one stays. */
  fail(failure: Failure, operation: Operation): SocketError;
  /** The connection's own end, as another operation reports it. */
  restate(error: SocketError, operation: Operation): SocketError;
  /** Cancels what had started: resets the connection, which from then on reports `error`. */
  cut(error: SocketError): void;
  /** Memory that an operation was lent has gone: resets the connection, and names the failure. */
  lost(operation: Operation): SocketError;
  init(): SocketErrorInit;
  /** An operation is pending, or has settled. */
  begin(): void;
  finish(): void;
  /** One half has come to its orderly end. */
  halfIsOver(): void;
  /** After a failure: no more bytes can be read. */
  drained(): void;
}

/** What a connection wants from its halves. */
export interface Half {
  readonly isOver: boolean;
  /** From now on operations report `error`; pending ones do so at once. */
  close(error: Told): void;
}
