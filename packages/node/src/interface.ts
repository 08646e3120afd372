import { networkInterfaces } from "node:os";
import { Failure } from "@anysock/core";

/**
 * An interface as Node wants it: of IPv6 by its zone, of IPv4 by one of its addresses.
 * @throws Failure `EINVAL`, `EADDRNOTAVAIL`
 */
export function interfaceFor(name: string, family: "ipv4" | "ipv6"): string {
  const addresses = networkInterfaces()[name];
  if (addresses === undefined) throw new Failure("EINVAL", undefined, `${name} is no interface here; see \`ip link\``);
  if (family === "ipv6") return `::%${name}`;
  const own = addresses.find((address) => address.family === "IPv4")?.address;
  if (own !== undefined) return own;
  throw new Failure("EADDRNOTAVAIL", undefined, `${name} has no address of IPv4, by which Node names an interface`);
}
