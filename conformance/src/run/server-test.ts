import { type Case, datagramTransports, type ServiceName, type Transport } from "@anysock/protocol-spec";
import { AgentProcess } from "../agent/process.ts";
import { whyNotAccepting } from "../subject/accepting-process.ts";
import { whyNotReceiving } from "../subject/receiving-process.ts";
import { rawAgent } from "../subject/runtime.ts";
import { type RunningService, runningService } from "../subject/service.ts";
import { type FirstContact, measurePace, takesConnections } from "./calibrate.ts";
import { measureDatagramPace, takesDatagrams, whereAnswered } from "./calibrate-datagrams.ts";
import { playCell } from "./cell.ts";
import { commandLine } from "./command-line.ts";
import type { Company } from "./company.ts";
import { planCases } from "./plan.ts";
import type { CaseResult } from "./result.ts";
import { Seat } from "./seat.ts";
import { selector, unmatched } from "./selection.ts";
import { levelIn, type Specification } from "./specification.ts";
import { addressesOf, type Target, type TargetAddress } from "./target.ts";
import { UsageError } from "./usage-error.ts";

export interface ServerTestOptions {
  readonly specification: Specification;
  readonly targets: readonly Target[];
  readonly service: ServiceName;
  readonly only: readonly string[];
  readonly seed: number;
  /** The server's process, where it runs on this machine: without it what a process uses cannot be judged. */
  readonly pid?: number;
  readonly signal: AbortSignal;
  readonly onPlan?: (cases: number) => void;
  /** After the first contact with each address, before its cases. */
  readonly onAddress?: (address: TestedAddress) => void;
  readonly onResult?: (result: CaseResult) => void;
}

/** One transport of a tested server. */
export interface TestedAddress {
  readonly url: string;
  readonly transport: Transport;
  readonly address: string;
  readonly roundTripMs: number;
  /** Why it took no connection, or no datagram, as an error code. */
  readonly refusal: string | null;
}

export interface ServerTest {
  readonly addresses: readonly TestedAddress[];
  readonly results: readonly CaseResult[];
  /** Failures of the suite itself: nothing is known about what is missing then. */
  readonly errors: readonly string[];
}

/** One case at a time: a server that dies or stands still does so by the case that is judged for it. */
const CONCURRENCY = 1;

/**
 * Holds a running server to every case of its service, with the trusted agent as its client.
 * @throws UsageError before anything is judged
 */
export async function testServer(options: ServerTestOptions): Promise<ServerTest> {
  const addresses: TestedAddress[] = [];
  const results: CaseResult[] = [];
  const errors: string[] = [];
  const name = "the trusted agent";
  const command = rawAgent();
  const client = new Seat(name, () => AgentProcess.start(command, { name }), { trusted: true });
  try {
    const targets = await Promise.all(options.targets.map((target) => choose(target, client)));
    refuseTwins(targets);
    const plans = targets.map((target) => ({ target, cases: casesFor(target, options) }));
    refuseEmpty(plans, options.only);
    if (options.pid !== undefined) await refuseStranger(options.pid, targets);
    options.onPlan?.(plans.reduce((sum, { cases }) => sum + cases.length, 0));
    for (const { target, cases } of plans) {
      if (options.signal.aborted) break;
      const service = new Seat(`the server at ${target.url}`, () => foreignService(target, options), {
        trusted: false,
      });
      const company: Company = {
        client,
        services: new Map([[options.service, service]]),
        foreign: true,
        capabilities: async () => null,
      };
      const { pace, refusal } = await firstContact(target, await client.take(), options.service);
      const address: TestedAddress = { ...target, roundTripMs: pace.roundTrip, refusal };
      addresses.push(address);
      options.onAddress?.(address);
      const cell = await playCell({
        cases,
        levelOf: levelIn(options.specification),
        transport: target.transport,
        company,
        seed: options.seed,
        pace,
        concurrency: CONCURRENCY,
        signal: options.signal,
        rerun: (one) => rerunLine(one, target, options),
        stillThere: async () => isThere(target, await client.take(), pace.roundTrip),
        ...(options.onResult === undefined ? {} : { onResult: options.onResult }),
      });
      results.push(...cell);
      await service.close();
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await client.close();
  }
  return { addresses, results, errors };
}

function isDatagrams({ transport }: TargetAddress): boolean {
  return datagramTransports.includes(transport);
}

function firstContact(target: TargetAddress, agent: AgentProcess, service: ServiceName): Promise<FirstContact> {
  const { address } = target;
  return isDatagrams(target) ? measureDatagramPace(agent, address) : measurePace(agent, address, service);
}

function isThere(target: TargetAddress, agent: AgentProcess, roundTrip: number): Promise<boolean> {
  const { address } = target;
  return isDatagrams(target) ? takesDatagrams(agent, address, roundTrip) : takesConnections(agent, address);
}

/** The first address of a name that takes a connection, or answers a datagram, else the first one. */
async function choose(target: Target, client: Seat<AgentProcess>): Promise<TargetAddress> {
  const addresses = await addressesOf(target);
  if (addresses.length === 1) return addresses[0];
  const agent = await client.take();
  if (target.scheme === "udp") return await whereAnswered(agent, addresses);
  for (const one of addresses) if (await takesConnections(agent, one.address)) return one;
  return addresses[0];
}

function refuseTwins(targets: readonly TargetAddress[]): void {
  for (const [index, { url, transport }] of targets.entries()) {
    const twin = targets.slice(0, index).find((other) => other.transport === transport);
    if (twin !== undefined)
      throw new UsageError(`${twin.url} and ${url} are both ${transport}: test them one at a time`);
  }
}

/** What a name stands for is known now, and with it which cases there are: a run of none must not look like one that passed. */
function refuseEmpty(
  plans: readonly { readonly target: TargetAddress; readonly cases: readonly Case[] }[],
  only: readonly string[],
): void {
  const planned = plans.flatMap(({ cases }) => cases);
  const [missed] = unmatched(only, planned);
  if (missed === undefined) return;
  const where = plans.map(({ target }) => `${target.transport} (${target.url})`).join(" or ");
  throw new UsageError(`--only ${missed.glob} matches no case on ${where}; --list shows all of them`);
}

/** The descriptors and the memory of another process would be judged, and found right. */
async function refuseStranger(pid: number, targets: readonly TargetAddress[]): Promise<void> {
  for (const target of targets) {
    const { address } = target;
    const why = isDatagrams(target) ? whyNotReceiving(pid, address) : await whyNotAccepting(pid, address);
    if (why !== null) throw new UsageError(`--pid ${pid}: ${why}`);
  }
}

function casesFor({ transport }: TargetAddress, { specification, service, only }: ServerTestOptions): readonly Case[] {
  return planCases(specification.cases, {
    transport,
    subjects: new Set(["service"]),
    services: new Set([service]),
    chosen: selector(only),
  });
}

async function foreignService({ address }: TargetAddress, options: ServerTestOptions): Promise<RunningService> {
  const service = runningService(options.service, [address]);
  const { pid } = options;
  if (pid === undefined) return service;
  return {
    name: service.name,
    pid,
    exited: null,
    address: (on) => service.address(on),
    stderr: () => "",
    stop: () => service.stop(),
  };
}

function rerunLine({ id }: Case, { url }: TargetAddress, { service, seed, pid }: ServerTestOptions): string {
  const process = pid === undefined ? [] : ["--pid", String(pid)];
  const chosen = ["--service", service, ...process, "--only", id, "--seed", String(seed)];
  return commandLine(["npx", "@anysock/cli", "test", "server", url, ...chosen]);
}
