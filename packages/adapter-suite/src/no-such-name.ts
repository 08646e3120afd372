import { lookup } from "node:dns/promises";

/** A name without an address (RFC 6761, 6.4). */
export const NO_SUCH_NAME = "no-such-name.invalid";

/** What looking it up comes to on this machine: where no name server answers, nobody knows that it has no address. */
export async function codeOfNoSuchName(): Promise<"EAGAIN" | "ENOTFOUND"> {
  const error: unknown = await lookup(NO_SUCH_NAME).catch((reason: unknown) => reason);
  const said = error instanceof Error && "code" in error ? String(error.code) : "";
  return said.endsWith("EAI_AGAIN") ? "EAGAIN" : "ENOTFOUND";
}
