import type { Address, DatagramHandler } from "@anysock/core";

/**
 * Ports of services that answer whatever comes to them. A datagram that claims to be from one of them would have two servers answer each other
 * for ever (CVE-1999-0103), or this one answer for somebody whom others attack: those are the services of US-CERT's alert TA14-017A.
 */
export const reflectorPorts: ReadonlyMap<number, string> = new Map([
  [7, "echo"],
  [13, "daytime"],
  [17, "quote of the day"],
  [19, "chargen"],
  [37, "time"],
  [53, "DNS"],
  [69, "TFTP"],
  [111, "portmap"],
  [123, "NTP"],
  [137, "NetBIOS"],
  [161, "SNMP"],
  [389, "CLDAP"],
  [520, "RIP"],
  [1900, "SSDP"],
  [3702, "WS-Discovery"],
  [5353, "mDNS"],
  [11_211, "memcached"],
]);

/** Answers nobody who asks from port 0, which nobody can have, or from one of {@link reflectorPorts}, and counts them. */
export class ReflectorGuard {
  dropped = 0;

  guarding(handler: DatagramHandler): DatagramHandler {
    return (data, from) => {
      if (!isReflector(from)) return handler(data, from);
      this.dropped += 1;
      return null;
    };
  }
}

function isReflector(from: Address): boolean {
  return from.family !== "unix" && (from.port === 0 || reflectorPorts.has(from.port));
}
