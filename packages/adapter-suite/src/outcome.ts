import { isSocketError } from "@anysock/protocol-spec";

/** The code of an error of anysock's, whichever copy of core has made it; of anything else what it says. */
export function codeOfError(error: unknown): string {
  return isSocketError(error) ? error.code : String(error);
}

/** The code that a promise rejects with; `nothing` where it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(() => "nothing", codeOfError);
}
