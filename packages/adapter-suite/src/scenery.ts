import { type DatagramAdapter, DatagramSetting } from "./datagram-setting.ts";
import { hasPython } from "./peer.ts";
import type { Planned } from "./plan.ts";
import type { Stage } from "./play.ts";
import { Setting } from "./setting.ts";

/** What a case is played on, of one transport. */
export interface Scenery extends Stage {
  warm(): Promise<void>;
  end(): Promise<void>;
}

/** `specifier` is what a program imports to get the adapter. */
export function sceneryOf(adapter: DatagramAdapter, transport: Planned["transport"], specifier: string): Scenery {
  if (transport === "udp4" || transport === "udp6") {
    return new DatagramSetting(adapter, transport === "udp4" ? "ipv4" : "ipv6", specifier);
  }
  return new Setting(adapter, transport, hasPython ? "python" : "node", specifier);
}
