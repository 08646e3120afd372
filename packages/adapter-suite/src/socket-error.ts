import type { SocketErrorCode } from "@anysock/core";
import { expect } from "./expect.ts";

/** What a promise must reject with: anysock's own error, with one of these codes, and a message that says what, on what and why. */
export function socketError(...codes: SocketErrorCode[]): object {
  return {
    // Not by its class: an adapter may have been installed with a copy of core of its own.
    name: "SocketError",
    code: expect.toBeOneOf(codes),
    message: expect.stringMatching(/^[A-Za-z]+( (tcp|udp|unix):\S*)?: [A-Z]+ \(.+\)/),
  };
}
