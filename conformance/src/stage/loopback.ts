import type { DatagramTransport, Transport } from "@anysock/protocol-spec";

/** A free port of loopback, where a transport has ports. */
export const loopback: Readonly<Record<Exclude<Transport, "unix">, string>> = {
  tcp4: "tcp://127.0.0.1:0",
  tcp6: "tcp://[::1]:0",
  udp4: "udp://127.0.0.1:0",
  udp6: "udp://[::1]:0",
};

/** A free port of every address: from which one a datagram comes is for the system's routes to choose. */
export const anyAddress: Readonly<Record<DatagramTransport, string>> = {
  udp4: "udp://0.0.0.0:0",
  udp6: "udp://[::]:0",
};

export function isLoopback(address: string): boolean {
  return /^\w+:\/\/(?:127\.|\[::1\])/.test(address);
}
