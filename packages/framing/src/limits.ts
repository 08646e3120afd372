import { limitFault, type Operation, SocketError, type SocketErrorInit, type Wait } from "@anysock/core";

/** The longest message there can be: 1 GiB. */
const LONGEST = 0x4000_0000;

/** How long a read may wait, and how many bytes it may come to. */
export interface Limits extends Wait {
  /** Most bytes of the message: 0 to 1 GiB. There is no default, because only the protocol knows. */
  readonly max: number;
}

/** Throws `EINVAL` for options that cannot be; `known` are the names besides `signal` and `timeout`. */
export function checkOptions(
  options: object | undefined,
  known: readonly string[],
  init: SocketErrorInit,
  operation: Operation = "read",
): void {
  const given: unknown = options;
  const names = [...known, "signal", "timeout"];
  if (typeof given !== "object" || given === null) {
    if (given === undefined && known.length === 0) return;
    throw invalid(`the options must be an object, { ${names.join(", ")} }`, init, operation);
  }
  // Not only own properties, so that a bare AbortSignal in place of the object is told as well.
  for (const name in given) {
    if (!names.includes(name))
      throw invalid(`there is no option ${name}: expected { ${names.join(", ")} }`, init, operation);
  }
  const fault = limitFault(given, operation);
  if (fault !== undefined) throw fault;
}

/** Throws `EINVAL` for what is no count of bytes. */
export function checkCount(name: string, count: unknown, init: SocketErrorInit): void {
  if (typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= LONGEST) return;
  throw invalid(`${name} ${shown(count)} is not a whole number of bytes from 0 to ${LONGEST}`, init);
}

export function invalid(detail: string, init: SocketErrorInit, operation: Operation = "read"): SocketError {
  return new SocketError("EINVAL", operation, { ...init, detail });
}

/** What has no such method is nothing that could be read from, or written to. @throws SocketError `EINVAL` */
export function checkConnection(source: unknown, method: "readChunk" | "write", operation: Operation): void {
  if (typeof source === "object" && source !== null && typeof Reflect.get(source, method) === "function") return;
  throw invalid(`${shown(source)} is no connection: it has no ${method}()`, {}, operation);
}

export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  if (typeof value === "function") return "a function";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
