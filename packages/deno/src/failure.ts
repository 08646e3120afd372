import { codeOf, Failure, isSocketErrorCode, nameFailure } from "@anysock/core";

/** How Deno's own error for a name begins, which has neither class nor code, and how gai_strerror(3) goes on in it. */
const LOOK_UP = "failed to lookup address information: ";
const lookUps: Readonly<Record<string, string>> = {
  "Temporary failure in name resolution": "EAI_AGAIN",
  "Non-recoverable failure in name resolution": "EAI_FAIL",
};

/** A failure in anysock's words. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  // Neither the system nor the peer, but a permission that this process was not given; the message names the flag.
  if (error instanceof Deno.errors.NotCapable) return new Failure("EPERM", error, error.message);
  const code = nameCodeOf(error) ?? codeOf(error);
  return nameFailure(code, error) ?? new Failure(isSocketErrorCode(code) ? code : "EIO", error);
}

/** Names of Linux's numbers (asm-generic/errno.h), for what a system call left in `errno` where Deno does not stand between. */
const errnos: Readonly<Record<number, string>> = {
  1: "EPERM",
  2: "ENOENT",
  11: "EAGAIN",
  // ENOMEM of its own: what the system has no memory for has one name here.
  12: "ENOBUFS",
  13: "EACCES",
  19: "ENODEV",
  20: "ENOTDIR",
  22: "EINVAL",
  23: "ENFILE",
  24: "EMFILE",
  36: "ENAMETOOLONG",
  97: "EAFNOSUPPORT",
  98: "EADDRINUSE",
  99: "EADDRNOTAVAIL",
  100: "ENETDOWN",
  101: "ENETUNREACH",
  105: "ENOBUFS",
  111: "ECONNREFUSED",
  113: "EHOSTUNREACH",
};

export function failureOfErrno(errno: number, call: string): Failure {
  const code = errnos[errno];
  return failureOf(
    Object.assign(new Error(`${call}: ${code ?? `errno ${errno}`}`), { code, errno: -errno, syscall: call }),
  );
}

function nameCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !error.message.startsWith(LOOK_UP)) return undefined;
  return lookUps[error.message.slice(LOOK_UP.length)] ?? "EAI_NONAME";
}
