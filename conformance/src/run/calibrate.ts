import { ActorError, type ServiceName } from "@anysock/protocol-spec";
import type { AgentProcess } from "../agent/process.ts";
import type { Pace } from "./play.ts";

/** What a first contact told about a server. */
export interface FirstContact {
  readonly pace: Pace;
  /** Why it could not be reached, as an error code; `null`: it took a connection. */
  readonly refusal: string | null;
}

/** How long the first contact waits for one step, in milliseconds. A server that is slower than this is judged as if it were this slow. */
export const PATIENCE = 1_500;
export const ROUND_TRIPS = 5;
const SAMPLE = 256 * 1024;

/**
 * Measures the round trip and the throughput of a server, from which the cases take their windows and their patience, so
 * that a server far away is not judged by the clock of one nearby. Where the service does not echo, or the server does
 * not answer, the time that connecting takes stands for the round trip. Never rejects for what the server does.
 */
export async function measurePace(agent: AgentProcess, to: string, service: ServiceName): Promise<FirstContact> {
  let connection: number;
  let connecting = 0;
  try {
    // The first connection warms everything up; the second is measured.
    const { connection: first } = await agent.request("connect", { to, timeout: PATIENCE });
    await agent.request("drop", { connection: first });
    const begin = performance.now();
    ({ connection } = await agent.request("connect", { to, timeout: PATIENCE }));
    connecting = performance.now() - begin;
  } catch (error) {
    return { pace: { roundTrip: 0 }, refusal: codeOf(error) };
  }
  const roundTrip = service === "echo" ? await orNothing(medianRoundTrip(agent, connection)) : undefined;
  const throughput = roundTrip === undefined ? undefined : await orNothing(throughputOf(agent, connection));
  await orNothing(agent.request("drop", { connection }));
  return {
    pace: { roundTrip: roundTrip ?? connecting, ...(throughput === undefined ? {} : { throughput }) },
    refusal: null,
  };
}

/** What the server does not let us measure stays unknown. */
async function orNothing<T>(measured: Promise<T>): Promise<T | undefined> {
  try {
    return await measured;
  } catch (error) {
    codeOf(error);
    return undefined;
  }
}

/** Whether a connection is taken at present. */
export async function takesConnections(agent: AgentProcess, to: string): Promise<boolean> {
  try {
    const { connection } = await agent.request("connect", { to, timeout: PATIENCE });
    await agent.request("drop", { connection });
    return true;
  } catch (error) {
    codeOf(error);
    return false;
  }
}

async function medianRoundTrip(agent: AgentProcess, connection: number): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < ROUND_TRIPS; count++) {
    const begin = performance.now();
    await exchange(agent, connection, 1);
    times.push(performance.now() - begin);
  }
  return medianOf(times);
}

/** Bytes a second, there and back. */
async function throughputOf(agent: AgentProcess, connection: number): Promise<number> {
  const begin = performance.now();
  await exchange(agent, connection, SAMPLE);
  return Math.round((SAMPLE * 1000) / Math.max(performance.now() - begin, 0.1));
}

async function exchange(agent: AgentProcess, connection: number, length: number): Promise<void> {
  const data = { pattern: { seed: 862, offset: 0, length } };
  const [, received] = await Promise.all([
    agent.request("write", { connection, data, timeout: PATIENCE }),
    agent.request("read", { connection, until: length, timeout: PATIENCE }),
  ]);
  if (received.count < length) throw new ActorError("EPIPE", "the echo ended early");
}

/** The middle one; 0 of none. */
export function medianOf(times: number[]): number {
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 0;
}

/** The code of an operation that failed; anything else is a fault of the suite and goes on. */
export function codeOf(error: unknown): string {
  if (error instanceof ActorError) return error.code;
  throw error;
}
