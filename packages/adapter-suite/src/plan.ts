import { spawnSync } from "node:child_process";
import { networkInterfaces } from "node:os";
import type { Capability, Sockets } from "@anysock/core";
import type { ApiCase, DatagramCase, Need, StreamCase } from "./api-case.ts";
import { linkLocal } from "./cases/address.ts";
import { apiCases } from "./catalogue.ts";
import { type DatagramTransport, datagramTransports } from "./datagram-setting.ts";
import { refusal } from "./effects-observer.ts";
import { noSs } from "./listener-queue.ts";
import { hasPython } from "./peer.ts";
import { needs, type Transport } from "./setting.ts";

/** A case on one transport. */
export type Planned = {
  /** Why it cannot be played: what the adapter has not declared, or this machine has not got. `null`: it is played. */
  readonly lack: { readonly of: "adapter" | "machine"; readonly what: string } | null;
} & (
  | { readonly one: StreamCase; readonly transport: Transport }
  | { readonly one: DatagramCase; readonly transport: DatagramTransport }
);

/** What an adapter says of itself. */
export type Declared = Pick<Sockets, "runtime" | "supports">;

const streamTransports = Object.keys(needs) as Transport[];

/** All that is to be played, in the order of the cases; `transports` says on what, where not on everything. */
export function plan(adapter: Declared, cases: readonly ApiCase[] = apiCases): Planned[] {
  return cases
    .filter(({ lacks }) => lacks === undefined || !adapter.supports.has(lacks))
    .flatMap((one): Planned[] => {
      if (one.over === "datagrams") {
        const transports = one.transports ?? datagramTransports;
        return transports.map((transport) => ({
          one,
          transport,
          lack: lackOf(adapter, one, ["udp", family(transport)]),
        }));
      }
      const transports = one.transports ?? streamTransports;
      return transports.map((transport) => ({ one, transport, lack: lackOf(adapter, one, [needs[transport]]) }));
    });
}

function family(transport: DatagramTransport): Capability | undefined {
  return transport === "udp6" ? "ipv6" : undefined;
}

function lackOf(
  { runtime, supports }: Declared,
  { over, capabilities = [], needs = [] }: ApiCase,
  ofTransport: readonly (Capability | undefined)[],
): Planned["lack"] {
  const lacking = [...ofTransport, ...capabilities].find((needed) => needed !== undefined && !supports.has(needed));
  if (lacking !== undefined) return { of: "adapter", what: `${runtime.name} ${runtime.version} has no ${lacking}` };
  // The peer of datagrams is Python's.
  const always: readonly Need[] = over === "datagrams" ? ["python"] : [];
  const ipv6 = ofTransport.includes("ipv6") ? noIpv6() : "";
  if (ipv6 !== "") return { of: "machine", what: ipv6 };
  for (const need of [...always, ...needs]) {
    const what = machine[need]();
    if (what !== "") return { of: "machine", what };
  }
  return null;
}

const noPython = hasPython ? "" : "no python3 here; install python3";

/** Of each need, why this machine does not meet it; nothing where it does. Asked once. */
const machine: Readonly<Record<Need, () => string>> = {
  python: once(() => noPython),
  ss: once(() => (noSs === "" ? "" : "no ss here; install iproute2")),
  "kernel-view": once(() => {
    const why = hasPython ? refusal() : "";
    return why === "" ? noPython : `its sockets cannot be seen from another process: ${why}`;
  }),
  "link-local": once(() => (linkLocal === undefined ? "no interface with a link-local address here" : "")),
  network: once(() =>
    spawnSync("unshare", ["-rn", "ip", "link", "set", "lo", "up"]).status === 0
      ? ""
      : "no network namespace can be made here by unshare -rn, or there is no ip; install util-linux and iproute2",
  ),
};

const noIpv6 = once(() => {
  const addresses = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  return addresses.some(({ address }) => address === "::1") ? "" : "this machine has no IPv6 loopback address";
});

function once(ask: () => string): () => string {
  let answer: string | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
