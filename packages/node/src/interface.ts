import { networkInterfaces } from "node:os";
import { Failure, noInterface } from "@anysock/core";

/**
 * An interface as Node wants it, for each family: of IPv6 by its zone, of IPv4 by one of its addresses.
 * @throws Failure `EINVAL`, `EADDRNOTAVAIL`
 */
export function interfacesFor(name: string, families: readonly ("ipv4" | "ipv6")[]): readonly string[] {
  const addresses = networkInterfaces()[name];
  if (addresses === undefined) throw noInterface(name);
  const own = addresses.find((address) => address.family === "IPv4")?.address;
  return families.map((family) => {
    if (family === "ipv6") return `::%${name}`;
    if (own !== undefined) return own;
    const other = families.length > 1 ? ": bind with ipv6Only, for groups of IPv6 alone" : "";
    throw new Failure(
      "EADDRNOTAVAIL",
      undefined,
      `${name} has no address of IPv4, by which Node names an interface${other}`,
    );
  });
}
