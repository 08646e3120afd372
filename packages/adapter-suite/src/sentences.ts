import { SocketError } from "@anysock/core";
import { expect } from "vitest";

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function text(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}

/** What the promise rejects with, which must be a SocketError. */
export async function failure(promise: Promise<unknown>): Promise<SocketError> {
  const error = await promise.then(
    (value) => new Error(`it fulfilled with ${String(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SocketError)) throw error;
  expect(error.message).toMatch(/^[A-Za-z]+( (tcp|udp|unix):\S*)?: [A-Z]+ \(.+\)/);
  return error;
}

export async function code(promise: Promise<unknown>): Promise<string> {
  return (await failure(promise)).code;
}
