import { readyLine } from "@anysock/conformance/start";
import type { ServiceName } from "@anysock/protocol-spec";
import { datagramServices, streamServices } from "@anysock/services";
import { bind, listen, serve, serveDatagrams } from "anysock";
import type { ListenAt } from "./arguments.ts";
import { type Limits, limited } from "./limits.ts";
import type { ReflectorGuard } from "./reflectors.ts";

/** What serves at one address, until it is drained. */
export interface Serving {
  /** `true`: everybody came to an end in time. */
  drain(wait: { readonly timeout: number }): Promise<boolean>;
}

/** Where it serves, as its READY line has it. */
export interface Started {
  readonly serving: Serving;
  readonly ready: string;
}

export async function serveStreams({ endpoint }: ListenAt, service: ServiceName, limits: Limits): Promise<Started> {
  const { room, pending } = limits;
  const listener = await listen(endpoint, pending === undefined ? {} : { pending });
  const handler = limited(streamServices[service].serve, limits);
  const serving = serve(listener, handler, room === undefined ? {} : { limit: room.size });
  return { serving, ready: readyLine(listener.address) };
}

/** On an address that others can reach no one is answered who may be a service that answers itself. */
export async function serveUdp(
  { endpoint, isReachable }: ListenAt,
  service: ServiceName,
  guard: ReflectorGuard,
): Promise<Started> {
  const socket = await bind(endpoint);
  const { answer } = datagramServices[service];
  const serving = serveDatagrams(socket, isReachable ? guard.guarding(answer) : answer);
  return { serving, ready: readyLine(socket.local, "udp") };
}
