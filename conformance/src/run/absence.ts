import { errorTable } from "@anysock/core";
import { datagramTransports } from "@anysock/protocol-spec";
import { PATIENCE } from "./calibrate.ts";
import { type CaseResult, isSuccess } from "./result.ts";
import type { TestedAddress } from "./server-test.ts";

/** Whether no server was there: the first contact failed, and so did whatever needed a connection afterwards. */
export function isAbsent({ refusal, transport }: TestedAddress, results: readonly CaseResult[]): boolean {
  return refusal !== null && !results.some((result) => result.transport === transport && isSuccess(result));
}

/**
 * `tcp://127.0.0.1:7000 takes no connection: nobody listens there (ECONNREFUSED). Start the server, or check the address.`
 * `null`: it took one; or of datagrams, nothing was said against it.
 */
export function describeRefusal({ url, transport, address, refusal }: TestedAddress): string | null {
  if (refusal === null) return null;
  const place = address === url ? url : `${url} (${address})`;
  const what = datagramTransports.includes(transport) ? "datagram" : "connection";
  return `${place} takes no ${what}: ${meaningOf(refusal)} (${refusal}). Start the server, or check the address.`;
}

function meaningOf(code: string): string {
  if (code === "ETIMEDOUT") return `no answer within ${PATIENCE / 1000} s`;
  const entry = Object.entries(errorTable).find(([name]) => name === code);
  return entry === undefined ? "the system refuses it" : entry[1].meaning;
}
