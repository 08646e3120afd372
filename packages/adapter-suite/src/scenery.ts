import { type DatagramAdapter, DatagramSetting } from "./datagram-setting.ts";
import { hasPython, type PeerKind } from "./peer.ts";
import type { Planned } from "./plan.ts";
import type { Stage } from "./play.ts";
import { Setting } from "./setting.ts";

/** What a case is played on, of one transport. */
export interface Scenery extends Stage {
  warm(): Promise<void>;
  end(): Promise<void>;
}

/**
 * `specifier` is what a program imports to get the adapter, `peer` whose raw sockets are the other end: a case that needs Python's has
 * those, and those of datagrams are always Python's.
 */
export function sceneryOf(
  adapter: DatagramAdapter,
  transport: Planned["transport"],
  specifier: string,
  peer: PeerKind = hasPython ? "python" : "node",
): Scenery {
  if (transport === "udp4" || transport === "udp6") {
    return new DatagramSetting(adapter, transport === "udp4" ? "ipv4" : "ipv6", specifier);
  }
  return new Setting(adapter, transport, peer, specifier);
}
