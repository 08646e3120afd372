import { constants } from "node:os";
import { Failure, isSocketErrorCode, type SocketErrorCode } from "@anysock/core";

/** What Bun calls by names of its own: those of c-ares, also where getaddrinfo(3) was asked. */
const renamed: Readonly<Record<string, SocketErrorCode>> = {
  DNS_EAI_AGAIN: "ENOTFOUND",
  DNS_ENODATA: "ENOTFOUND",
  DNS_ENOTFOUND: "ENOTFOUND",
  DNS_ESERVFAIL: "ENOTFOUND",
  DNS_ETIMEOUT: "ENOTFOUND",
};

/** A failure in anysock's words. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = codeOf(error);
  if (isSocketErrorCode(code)) return new Failure(code, error);
  return new Failure((code === undefined ? undefined : renamed[code]) ?? "EIO", error);
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

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
