import type { StreamEvents } from "./driver.ts";

/** For a driver: the events of a stream that core has not taken over yet, or has destroyed. */
export const NOBODY: StreamEvents = { pulled(): void {}, pushed(): void {}, shut(): void {} };
