import type { Address } from "@anysock/core";

type IpAddress = Exclude<Address, { readonly family: "unix" }>;

/** An address with a port: Unix sockets have none. */
export function ipOf(address: Address | undefined): IpAddress | undefined {
  return address === undefined || address.family === "unix" ? undefined : address;
}

/** The family, in the words of `net`. */
export function familyOf(address: Address | undefined): "IPv4" | "IPv6" | undefined {
  const ip = ipOf(address);
  return ip === undefined ? undefined : ip.family === "ipv4" ? "IPv4" : "IPv6";
}
