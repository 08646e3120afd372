import type { Planned } from "@anysock/adapter-suite";

/** Where an API case is played. */
export type AdapterTransport = Planned["transport"];

export const adapterTransports: readonly AdapterTransport[] = ["tcp4", "tcp6", "unix", "abstract", "udp4", "udp6"];
