import { Failure } from "@anysock/core";
import { kernel } from "./kernel.ts";

/**
 * An interface as the kernel wants it, by its index, which one without an address of IPv4 has as well.
 * @throws Failure `EINVAL`
 */
export function interfaceFor(name: string): number {
  const index = kernel().interfaceIndex(name);
  if (index === 0) throw new Failure("EINVAL", undefined, `${name} is no interface here; see \`ip link\``);
  return index;
}
