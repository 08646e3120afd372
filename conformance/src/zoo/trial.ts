import process from "node:process";
import { type Case, cases, datagramTransports, levelOf, type Transport } from "@anysock/protocol-spec";
import { AgentProcess } from "../agent/process.ts";
import { whyNotApplicable } from "../run/applicable.ts";
import type { Company } from "../run/company.ts";
import type { Judgement } from "../run/judge.ts";
import { planCases } from "../run/plan.ts";
import { playOnce } from "../run/play.ts";
import { type Occupant, Seat } from "../run/seat.ts";
import { seedOf } from "../run/seed.ts";
import { rawAgent } from "../subject/runtime.ts";
import { type RunningService, startService } from "../subject/service.ts";
import { type End, fileOf, type ZooServer, type ZooSubject } from "./subject.ts";

/** What one case said about one subject. */
export interface Finding {
  readonly id: string;
  /** `convicted`: it failed two times of at most three, each on fresh processes. `unsteady`: once of three. */
  readonly word: "passed" | "convicted" | "unsteady" | "blocked" | "not-applicable" | "harness-error";
  /** What was expected and found; for `blocked` by which case. */
  readonly why: string;
  readonly durationMs: number;
}

export interface TrialOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly peer: Seat<AgentProcess>;
  /** Whether everybody plays the cases that measure a process. */
  readonly thorough: boolean;
  readonly chosen: (one: Case) => boolean;
  /** What was measured of a subject that is slower than loopback. */
  readonly pace?: { readonly throughput: number };
}

/** The cases differ in nothing but the address from one transport to another: each is played on the first that it knows. */
const streams: readonly Transport[] = ["tcp4", "tcp6", "unix"];
/** A loopback's, in milliseconds. Wrong subjects hang: the first time it is short, and where that may have been the reason longer. */
const ROUND_TRIP = 0.2;
const PATIENCE = { first: 800, later: 1_500 };
/** What must be alone keeps its programs busy: it is heavy. */
const HEAVY_PATIENCE = 5_000;

/** Plays every case that applies against one subject, each after those that it depends on. */
export async function tryEveryCase(subject: ZooSubject, options: TrialOptions): Promise<readonly Finding[]> {
  const { peer } = options;
  if (subject.kind === "server") {
    const judged = serverSeat(subject);
    const { throughput } = subject;
    const pace = throughput === undefined ? {} : { pace: { throughput } };
    return await tryAs("service", subject, judged, serverCompany(subject, judged, peer), { ...options, ...pace });
  }
  const findings: Finding[] = [];
  for (const end of subject.ends) {
    const judged = agentSeat(subject);
    findings.push(...(await tryAs(end, subject, judged, agentCompany(judged, end, peer), options)));
  }
  return findings;
}

/** The other end, for any number of subjects one after another. */
export function trustedPeer(): Seat<AgentProcess> {
  const name = "the trusted peer";
  return new Seat(name, () => AgentProcess.start(rawAgent(), { name }), { trusted: true });
}

async function tryAs(
  who: Case["subject"],
  subject: ZooSubject,
  judged: Seat<Occupant>,
  company: Company,
  options: TrialOptions,
): Promise<readonly Finding[]> {
  const services = new Set(company.services.keys());
  const findings = new Map<string, Finding>();
  try {
    for (const transport of subject.datagrams === true ? datagramTransports : streams) {
      const planned = planCases(cases, { transport, subjects: new Set([who]), services, chosen: options.chosen });
      for (const one of planned) {
        if (options.signal.aborted) return [...findings.values()];
        // What a MAY turns out to be convicts nobody.
        if (findings.has(one.id) || levelOf(one) === "MAY") continue;
        if (one.needs.process === true && subject.measured !== true && !options.thorough) continue;
        const finding = await judge(one, transport, judged, company, findings, options);
        findings.set(one.id, finding);
        if (subject.fresh) await judged.vacate();
      }
    }
    return [...findings.values()];
  } finally {
    await judged.close();
  }
}

async function judge(
  one: Case,
  transport: Transport,
  judged: Seat<Occupant>,
  company: Company,
  earlier: ReadonlyMap<string, Finding>,
  options: TrialOptions,
): Promise<Finding> {
  const finding = (word: Finding["word"], why: string, durationMs = 0): Finding => ({
    id: one.id,
    word,
    why,
    durationMs,
  });
  const missing = await whyNotApplicable(one, company);
  if (missing !== null) return finding("not-applicable", missing);
  const by = (one.dependsOn ?? []).find((id) => ["convicted", "blocked"].includes(earlier.get(id)?.word ?? ""));
  if (by !== undefined) return finding("blocked", by);
  const begin = performance.now();
  const judgements: Judgement[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const patience = one.needs.alone === true ? HEAVY_PATIENCE : attempt === 0 ? PATIENCE.first : PATIENCE.later;
    const seed = seedOf(one.id, options.seed);
    const play = {
      transport,
      seed,
      pace: { roundTrip: ROUND_TRIP, patience, ...options.pace },
      signal: options.signal,
    };
    const { judgement } = await playOnce(one, company, play);
    judgements.push(judgement);
    const { failures, passes } = tally(judgements);
    // What it has done to the process is not to be the next playing's fault. An agent gives back what a case has left.
    if (judgement.kind === "failed" && (one.subject === "service" || judgement.stalled)) await judged.vacate();
    if (failures === 0 || failures === 2 || passes === 2) break;
  }
  const durationMs = Math.round(performance.now() - begin);
  const [first] = judgements;
  if (first?.kind === "passed") return finding("passed", "", durationMs);
  if (first?.kind === "unsupported") return finding("not-applicable", first.reason, durationMs);
  if (first?.kind !== "failed") return finding("harness-error", first?.reason ?? "", durationMs);
  const why = `expected ${first.expected}, got ${first.actual}`;
  return finding(tally(judgements).failures === 2 ? "convicted" : "unsteady", why, durationMs);
}

function tally(judgements: readonly Judgement[]): { failures: number; passes: number } {
  const count = (kind: Judgement["kind"]): number => judgements.filter((judgement) => judgement.kind === kind).length;
  return { failures: count("failed"), passes: count("passed") };
}

function serverSeat(subject: ZooServer): Seat<RunningService> {
  const { name, service } = subject;
  const argv: [string, ...string[]] = [process.execPath, fileOf(subject), "--until-input-ends"];
  return new Seat(name, () => startService(service, { argv }, { name }), { trusted: false });
}

function agentSeat(subject: ZooSubject): Seat<AgentProcess> {
  const { name } = subject;
  return new Seat(name, () => AgentProcess.start(rawAgent(fileOf(subject)), { name }), { trusted: false });
}

function serverCompany({ service }: ZooServer, judged: Seat<RunningService>, peer: Seat<AgentProcess>): Company {
  return { client: peer, services: new Map([[service, judged]]), foreign: false, capabilities: async () => null };
}

function agentCompany(judged: Seat<AgentProcess>, end: End, peer: Seat<AgentProcess>): Company {
  const [client, server] = end === "client" ? [judged, peer] : [peer, judged];
  return {
    client,
    server,
    services: new Map(),
    foreign: false,
    capabilities: async (who) => {
      const { capabilities } = await (who === "client" ? client : server).take();
      return new Set(capabilities.capabilities);
    },
  };
}
