import type { DatagramEvents } from "./datagram-driver.ts";
import type { StreamEvents } from "./driver.ts";

/** For a driver: the events of a stream that core has not taken over yet, or has destroyed. */
export const NOBODY: StreamEvents = { pulled(): void {}, pushed(): void {}, shut(): void {} };

/** For a driver: the events of a datagram socket that core has closed. */
export const NOBODY_RECEIVES: DatagramEvents = {
  received(): void {},
  sent(): void {},
  reported(): void {},
  failed(): void {},
};
