import { type DriverAddress, Failure } from "./driver.ts";

/** fe80::/10 (RFC 4291, 2.5.6): each link has an address like that, and only a zone says which is meant. */
const LINK_LOCAL = /^fe[89ab][\da-f]:/i;

/** The groups of an interface and of a link (RFC 4291, 2.7), which the system can choose a zone for. */
const LINK_LOCAL_GROUP = /^ff[\da-f][12]:/i;

/** The zone of an IPv6 address, `eth0` of `fe80::1%eth0` (RFC 4007, 11), if there is one. */
export function zoneOf(host: string): string | undefined {
  return host.includes("%") ? host.split("%", 2)[1] : undefined;
}

/** Whether an IPv6 address means nothing without a zone. */
export function needsZone(host: string): boolean {
  return LINK_LOCAL.test(host);
}

/**
 * Why an address cannot be used with its zone, or without one. Of systems and runtimes some ignore a zone that says nothing, some
 * take numbers, and some choose a zone where there is none: here none of them is asked.
 */
export function zoneFault(host: string): string | undefined {
  if (!host.includes(":")) return undefined;
  const zone = zoneOf(host);
  if (needsZone(host)) {
    if (zone === undefined) return "a link-local address needs its zone, as in fe80::1%eth0";
  } else if (zone === undefined) {
    return undefined;
  } else if (!LINK_LOCAL_GROUP.test(host)) {
    return "only a link-local address has a zone, as in fe80::1%eth0";
  }
  return /^\d+$/.test(zone) ? "its zone must be the name of an interface, as in fe80::1%eth0" : undefined;
}

/** What a driver's runtime says where a zone is no interface of this machine. */
const NO_ZONE: ReadonlySet<string> = new Set(["EINVAL", "EIO", "ENOTFOUND"]);

/** For a driver: the failure to connect or listen, which is `EINVAL` for a zone that is not there, whatever the runtime calls it. */
export function zoneFailure(at: DriverAddress, failure: Failure): Failure {
  const zone = at.family === "ipv6" ? zoneOf(at.host) : undefined;
  if (zone === undefined || !NO_ZONE.has(failure.code)) return failure;
  return new Failure("EINVAL", failure.cause, `the zone ${zone} is no interface here; see \`ip link\``);
}
