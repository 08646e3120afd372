import { Failure } from "@anysock/core";
import { kernel } from "./kernel.ts";

/**
 * An interface as the system calls want it: by its index. `Deno.networkInterfaces()` would tell it too, but takes a permission more.
 * @throws Failure `EINVAL`
 */
export function interfaceFor(name: string): number {
  const index = kernel().indexOf(name);
  if (index === 0) throw new Failure("EINVAL", undefined, `${name} is no interface here; see \`ip link\``);
  return index;
}
