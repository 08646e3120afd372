import type { PeerKind, Planned } from "@anysock/adapter-suite";

/** Where an API case is played. */
export type AdapterTransport = Planned["transport"];

export const adapterTransports: readonly AdapterTransport[] = ["tcp4", "tcp6", "unix", "abstract", "udp4", "udp6"];

/** Whose raw sockets may be the other end of an adapter's connections. */
export type AdapterPeer = PeerKind;

export const adapterPeers: readonly AdapterPeer[] = ["node", "python"];
