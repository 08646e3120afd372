import {
  type DriverDatagramSetting,
  type DriverMembership,
  type MulticastOption,
  membershipOption,
  multicastOptions,
} from "@anysock/core";
import { kernel } from "./kernel.ts";

type Family = "ipv4" | "ipv6";

/** Of Linux: socket(7). */
const SOL_SOCKET = 1;
const SO_BROADCAST = 6;

/** What no option of Deno's own sets, on the descriptor of one of its datagram sockets. All throw a {@link Failure}. */
export class DatagramOptionSetter {
  readonly descriptor: number;
  readonly #family: Family;

  constructor(descriptor: number, family: Family) {
    this.descriptor = descriptor;
    this.#family = family;
  }

  set(settings: DriverDatagramSetting): void {
    this.#set(multicastOptions(this.#family, settings, interfaceIndex, interfaceAddress));
    const { broadcast } = settings;
    if (broadcast !== undefined) this.#set([{ level: SOL_SOCKET, name: SO_BROADCAST, value: Number(broadcast) }]);
  }

  join(group: string, membership: DriverMembership): void {
    this.#set([membershipOption("join", this.#family, group, membership, interfaceIndex)]);
  }

  leave(group: string, membership: DriverMembership): void {
    this.#set([membershipOption("leave", this.#family, group, membership, interfaceIndex)]);
  }

  #set(options: readonly MulticastOption[]): void {
    kernel().setOptions(this.descriptor, options);
  }
}

/** `Deno.networkInterfaces()` would tell it too, but takes a permission more. */
function interfaceIndex(name: string): number {
  return kernel().indexOf(name);
}

function interfaceAddress(name: string): Uint8Array | undefined {
  return kernel().addressOf(name);
}
