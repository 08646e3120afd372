import { type Connection, SocketError, type Wait } from "@anysock/core";
import { checkConnection, checkOptions, shown } from "./limits.ts";
import { isPrefix, type Prefix, prefixes } from "./prefix.ts";

export interface WritePrefixedOptions extends Wait {
  readonly prefix: Prefix;
}

/**
 * Writes the length of `data` and then `data`, in one write; an array counts as its concatenation. As `connection.write`.
 * @throws SocketError `EINVAL`, `EMSGSIZE` (longer than the prefix can say; nothing was written), as `write`
 *
 * @example
 * ```ts
 * await writePrefixed(connection, new TextEncoder().encode("hello"), { prefix: "u32be" });
 * ```
 */
export async function writePrefixed(
  connection: Pick<Connection, "write" | "remote">,
  data: Uint8Array | readonly Uint8Array[],
  options: WritePrefixedOptions,
): Promise<void> {
  checkConnection(connection, "write", "write");
  const init = { address: connection.remote };
  const refuse = (code: "EINVAL" | "EMSGSIZE", detail: string): SocketError =>
    new SocketError(code, "write", { ...init, detail });
  checkOptions(options, ["prefix"], init, "write");
  const { prefix, signal, timeout } = options;
  if (!isPrefix(prefix)) {
    throw refuse("EINVAL", `prefix ${shown(prefix)} is none of ${Object.keys(prefixes).join(", ")}`);
  }
  const pieces: readonly unknown[] = Array.isArray(data) ? data : [data];
  let length = 0;
  for (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) {
      throw refuse("EINVAL", "the data must be a Uint8Array or an array of them (encode text with TextEncoder)");
    }
    length += piece.length;
  }
  const rule = prefixes[prefix];
  if (length > rule.most) {
    throw refuse("EMSGSIZE", `the message has ${length} bytes, and the prefix ${prefix} can say ${rule.most}`);
  }
  await connection.write([rule.encode(length), ...(pieces as readonly Uint8Array[])], { signal, timeout });
}
