import { constants } from "node:os";
import { codeOf, Failure, isSocketErrorCode, nameFailure } from "@anysock/core";

/** What Bun puts before the codes of getaddrinfo(3), and before those of c-ares where that says the same. */
const DNS = "DNS_";

/** A failure in anysock's words. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error)?.replace(DNS, "");
  return nameFailure(code, error) ?? new Failure(isSocketErrorCode(code) ? code : "EIO", error);
}

/** What a system call left in `errno`, where no runtime stands between. */
export function failureOfErrno(errno: number, call: string): Failure {
  const name = Object.entries(constants.errno).find(([, number]) => number === errno)?.[0];
  const cause = Object.assign(new Error(`${call}: ${name ?? `errno ${errno}`}`), {
    code: name,
    errno: -errno,
    syscall: call,
  });
  return failureOf(cause);
}
