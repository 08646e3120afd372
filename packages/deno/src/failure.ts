import { codeOf, Failure, isSocketErrorCode, nameFailure } from "@anysock/core";

/** How Deno's own error for a name begins, which has neither class nor code, and how gai_strerror(3) goes on in it. */
const LOOK_UP = "failed to lookup address information: ";
const lookUps: Readonly<Record<string, string>> = {
  "Temporary failure in name resolution": "EAI_AGAIN",
  "Non-recoverable failure in name resolution": "EAI_FAIL",
};

/** A failure in anysock's words. */
export function failureOf(error: unknown): Failure {
  // Neither the system nor the peer, but a permission that this process was not given; the message names the flag.
  if (error instanceof Deno.errors.NotCapable) return new Failure("EPERM", error, error.message);
  const code = nameCodeOf(error) ?? codeOf(error);
  return nameFailure(code, error) ?? new Failure(isSocketErrorCode(code) ? code : "EIO", error);
}

function nameCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !error.message.startsWith(LOOK_UP)) return undefined;
  return lookUps[error.message.slice(LOOK_UP.length)] ?? "EAI_NONAME";
}
