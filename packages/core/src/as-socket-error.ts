import type { Address, Endpoint } from "./address.ts";
import { Failure } from "./driver.ts";
import { isSocketErrorCode, type Operation, SocketError } from "./error.ts";
import { codeOf } from "./error-code.ts";

/** What a driver, or one of its file operations, threw. The latter have the system's own error, and with it `errno`'s name. */
export function asSocketError(
  error: unknown,
  operation: Operation,
  address?: Endpoint | Address,
  scheme?: "tcp" | "udp",
): SocketError {
  if (error instanceof SocketError) return error;
  const failure = asFailure(error);
  return new SocketError(failure.code, operation, { address, cause: failure.cause, detail: failure.detail, scheme });
}

export function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(errnoOf(error) ?? "EIO", error);
}

function errnoOf(error: unknown): SocketError["code"] | undefined {
  const code = codeOf(error);
  return isSocketErrorCode(code) ? code : undefined;
}
