import type { AgentProcess } from "../agent/process.ts";
import { codeOf, type FirstContact, medianOf, PATIENCE, ROUND_TRIPS } from "./calibrate.ts";

/** How long a server that may have ended is given to say so by ICMP, in milliseconds, besides four of its round trips. */
const NOTICE = 100;

/** What became of one small datagram: how long its answer took, in milliseconds, or the code of what came instead. */
type Asked = number | string;

/**
 * Measures the round trip of a server of datagrams, with a small one. Where none comes back, as it may for any reason, it is taken to be near.
 * A refusal is what the system says of it: an unreachable host, or by ICMP that nobody has its port (RFC 1122, 4.1.3.3). Silence is none: a
 * service may have nothing to say, and what should have been said is for the cases to judge. Never rejects for what the server does.
 */
export async function measureDatagramPace(agent: AgentProcess, to: string): Promise<FirstContact> {
  const times: number[] = [];
  for (let count = 0; count < ROUND_TRIPS; count++) {
    const asked = await ask(agent, to, PATIENCE);
    if (typeof asked === "number") times.push(asked);
    else if (asked !== "ETIMEDOUT") return { pace: { roundTrip: medianOf(times) }, refusal: asked };
    // One may be lost; a service that says nothing is not asked again and again.
    else if (times.length === 0) break;
  }
  return { pace: { roundTrip: medianOf(times) }, refusal: null };
}

/** Whether somebody has the port at present, as far as can be told: silence is no sign of an end. */
export async function takesDatagrams(agent: AgentProcess, to: string, roundTrip: number): Promise<boolean> {
  const asked = await ask(agent, to, Math.min(PATIENCE, Math.ceil(NOTICE + 4 * roundTrip)));
  return typeof asked === "number" || asked === "ETIMEDOUT";
}

/** Of several addresses the first that answers, else the first of which nothing is said against it, else the first. */
export async function whereAnswered<One extends { readonly address: string }>(
  agent: AgentProcess,
  all: readonly [One, ...One[]],
): Promise<One> {
  let silent: One | null = null;
  for (const one of all) {
    const asked = await ask(agent, one.address, PATIENCE);
    if (typeof asked === "number") return one;
    if (asked === "ETIMEDOUT") silent ??= one;
  }
  return silent ?? all[0];
}

/** Each from a socket of its own: what comes late, or twice, is not taken for the answer to the next. */
async function ask(agent: AgentProcess, to: string, timeout: number): Promise<Asked> {
  // Of any address: the server need not be on this machine.
  const at = to.includes("[") ? "udp://[::]:0" : "udp://0.0.0.0:0";
  let socket: number;
  try {
    ({ socket } = await agent.request("bind", { at, remote: to }));
  } catch (error) {
    return codeOf(error);
  }
  try {
    const begin = performance.now();
    await agent.request("send", { socket, data: { base64: "YQ==" }, timeout });
    await agent.request("receive", { socket, timeout });
    return performance.now() - begin;
  } catch (error) {
    return codeOf(error);
  } finally {
    await agent.request("closeSocket", { socket });
  }
}
