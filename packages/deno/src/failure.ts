import { Failure, isSocketErrorCode } from "@anysock/core";

/** A failure in anysock's words. */
export function failureOf(error: unknown): Failure {
  // Neither the system nor the peer, but a permission that this process was not given; the message names the flag.
  if (error instanceof Deno.errors.NotCapable) return new Failure("EPERM", error, error.message);
  // Deno's own error for a name has neither class nor code.
  if (error instanceof Error && error.message.startsWith("failed to lookup address"))
    return new Failure("ENOTFOUND", error);
  const code = codeOf(error);
  return new Failure(isSocketErrorCode(code) ? code : "EIO", error);
}

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
