import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { Failure, noInterface, zoneFailure, zoneOf } from "@anysock/core";

/**
 * Why an address cannot be used, if its zone is no interface here: libuv leaves such a zone out (`uv_ip6_addr`), and the system chooses
 * a link by its routes.
 */
export function zoneFault(host: string): Failure | undefined {
  const zone = host.includes("%") ? zoneOf(host) : undefined;
  if (zone === undefined || isInterface(zone)) return undefined;
  return zoneFailure({ family: "ipv6", host, port: 0 }, new Failure("EINVAL"));
}

function isInterface(name: string): boolean {
  return networkInterfaces()[name] !== undefined || isWithoutAddress(name);
}

/** Node lists none that is down or has no address; Linux does (proc_pid_net(5)). */
function isWithoutAddress(name: string): boolean {
  try {
    const lines = readFileSync("/proc/net/dev", "utf8").split("\n");
    return lines.some((line) => line.trimStart().startsWith(`${name}:`));
  } catch {
    return false;
  }
}

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
