import type { Address, Connection, ConnectOptions, ResolvedAddress } from "@anysock/core";
import { coreOf } from "./adapter-core.ts";
import type { PeerAddress, PeerListener } from "./peer.ts";
import { recorded } from "./recorded-adapter.ts";
import type { Setting } from "./setting.ts";

export function ipv4(host: string): ResolvedAddress {
  return { family: "ipv4", host };
}

/** The same address on an IPv6 socket (RFC 4291, 2.5.5.2). */
export function mapped(host: string): ResolvedAddress {
  return { family: "ipv6", host: `::ffff:${host}` };
}

/** A name with these addresses, and what the adapter is asked to try of them. */
export class NameOfAddresses {
  readonly started: string[] = [];
  readonly failed: string[] = [];
  readonly #setting: Setting;
  readonly #addresses: readonly ResolvedAddress[];
  /** Connections that are told to core together, when that many are there. */
  together = 1;

  constructor(setting: Setting, addresses: readonly ResolvedAddress[]) {
    this.#setting = setting;
    this.#addresses = addresses;
  }

  async connect(port: number, options: ConnectOptions = {}): Promise<Connection> {
    const { createSockets } = await coreOf(this.#setting);
    const { driver } = this.#setting.adapter;
    const told: (() => void)[] = [];
    const sockets = createSockets({
      ...driver,
      resolve: async () => this.#addresses,
      connect: (to, how, events) => {
        const host = "host" in to ? to.host : "";
        this.started.push(host);
        return driver.connect(to, how, {
          connected: (stream) => {
            told.push(() => events.connected(stream));
            if (told.length === this.together) for (const tell of told) tell();
          },
          failed: (failure) => {
            this.failed.push(host);
            events.failed(failure);
          },
        });
      },
    });
    const { connect } = recorded({ connect: sockets.connect });
    return await connect({ host: "some.example", port }, options);
  }
}

export function portOf(address: PeerAddress | Address): number {
  return "port" in address ? address.port : 0;
}

/** A listener that does not answer: the queue takes backlog + 1, and a further SYN is dropped (listen(2)). */
export async function silentListener({ peer }: Setting, host: string, port = 0): Promise<PeerListener> {
  const listener = await peer.listen({ host, port }, 0);
  await peer.connect(listener.address);
  return listener;
}
