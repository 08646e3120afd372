import { ActorError } from "@anysock/protocol-spec";

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** The exit status with which a program says that it does not implement what was asked for. */
export const UNSUPPORTED_EXIT = 89;

/** A process of the suite ended although it was still needed. */
export class ProcessDied extends Error {
  override readonly name = "ProcessDied";
  /** Which process: `node agent`, `echo service`. */
  readonly process: string;
  readonly exit: Exit;
  readonly stderr: string;
  constructor(process: string, exit: Exit, stderr: string) {
    const last = stderr.trimEnd().split("\n").slice(-20).join("\n");
    super(
      `${process} ${describeExit(exit)}${last === "" ? ", and said nothing on stderr" : `; its stderr ends:\n${last}`}`,
    );
    this.process = process;
    this.exit = exit;
    this.stderr = stderr;
  }
}

/** `ended with exit status 7`, `was ended by SIGKILL`. */
export function describeExit(exit: Exit): string {
  return exit.signal === null ? `ended with exit status ${exit.code}` : `was ended by ${exit.signal}`;
}

/** Somebody did not keep to the agent protocol, or to the READY lines. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  /** Who broke it: the suite, or the process by name. */
  readonly who: string;
  /** The line in question; empty where one is missing. */
  readonly line: string;
  constructor(who: string, line: string, why: string) {
    super(`${who} broke the protocol: ${why}${line === "" ? "" : `; the line: ${shortened(line)}`}`);
    this.who = who;
    this.line = line;
  }
}

/** An agent was told how long to wait at most, and waits on. */
export class WaitIgnored extends Error {
  override readonly name = "WaitIgnored";
  readonly process: string;
  readonly expected: string;
  readonly actual: string;
  /** `what` is the operation; both times are in milliseconds. */
  constructor(process: string, what: string, timeout: number, elapsed: number) {
    const expected = `${what} is given up when nothing has moved for ${timeout} ms`;
    const actual = `${process} still waits after ${elapsed} ms`;
    super(`expected ${expected}, got ${actual}`);
    this.process = process;
    this.expected = expected;
    this.actual = actual;
  }
}

function shortened(line: string): string {
  return line.length > 300 ? `${line.slice(0, 300)}… (${line.length} characters)` : line;
}

/** The subject declares that it does not implement this: exit status 89, or `unsupported` in its answer. */
export class Unsupported extends ActorError {
  override readonly name = "Unsupported";
  readonly who: string;
  /** What it was asked to do; `null`: it does not start at all. */
  readonly operation: string | null;
  constructor(who: string, what: string, operation: string | null = null) {
    super("ENOTSUP", `${who} does not support it: ${operation === null ? "" : `${operation}: `}${what}`);
    this.who = who;
    this.operation = operation;
  }
}
