import { Failure } from "@anysock/core";
import { datagramLibrary } from "./datagram-library.ts";

/**
 * An interface as the system calls want it: by its index. `Deno.networkInterfaces()` would tell it too, but takes a permission more.
 * @throws Failure `EINVAL`
 */
export function interfaceFor(name: string): number {
  const index = datagramLibrary().if_nametoindex(new TextEncoder().encode(`${name}\0`));
  if (index === 0) throw new Failure("EINVAL", undefined, `${name} is no interface here; see \`ip link\``);
  return index;
}
