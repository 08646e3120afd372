import process from "node:process";
import { type Case, cases, levelOf, type Transport } from "@anysock/protocol-spec";
import { AgentProcess } from "../agent/process.ts";
import { whyNotApplicable } from "../run/applicable.ts";
import { type Company, closeCompany } from "../run/company.ts";
import { planCases } from "../run/plan.ts";
import { type Playing, playOnce } from "../run/play.ts";
import { type Occupant, Seat } from "../run/seat.ts";
import { seedOf } from "../run/seed.ts";
import { rawAgent } from "../subject/runtime.ts";
import { type RunningService, startService } from "../subject/service.ts";
import { type End, fileOf, type ZooServer, type ZooSubject } from "./subject.ts";

/** What one case said about one subject. */
export interface Finding {
  readonly id: string;
  /** `convicted`: it failed twice, on fresh processes. `unsteady`: once of twice. */
  readonly word: "passed" | "convicted" | "unsteady" | "blocked" | "not-applicable" | "harness-error";
  /** What was expected and found; for `blocked` by which case. */
  readonly why: string;
  readonly durationMs: number;
}

export interface TrialOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly chosen: (one: Case) => boolean;
}

/** The cases differ in nothing but the address from one transport to another: each is played on the first that it knows. */
const transports: readonly Transport[] = ["tcp4", "tcp6", "unix"];
/** Wrong subjects hang: the patience of a loopback that is known to be one, in milliseconds. */
const PACE = { roundTrip: 0.2, patience: 1_000 };

/** Plays every case that applies against one subject, each after those that it depends on. */
export async function tryEveryCase(subject: ZooSubject, options: TrialOptions): Promise<readonly Finding[]> {
  if (subject.kind === "server") return await tryAs("service", subject, serverCompany(subject), options);
  const findings: Finding[] = [];
  for (const end of subject.ends) findings.push(...(await tryAs(end, subject, agentCompany(subject, end), options)));
  return findings;
}

async function tryAs(
  who: Case["subject"],
  subject: ZooSubject,
  company: Company,
  options: TrialOptions,
): Promise<readonly Finding[]> {
  const services = new Set(company.services.keys());
  const findings = new Map<string, Finding>();
  try {
    for (const transport of transports) {
      const planned = planCases(cases, { transport, subjects: new Set([who]), services, chosen: options.chosen });
      for (const one of planned) {
        if (options.signal.aborted) return [...findings.values()];
        // What a MAY turns out to be convicts nobody.
        if (findings.has(one.id) || levelOf(one) === "MAY") continue;
        const finding = await judge(one, transport, company, findings, options);
        findings.set(one.id, finding);
        if (subject.fresh) await judgedSeat(one, company).vacate();
      }
    }
    return [...findings.values()];
  } finally {
    await closeCompany(company);
  }
}

async function judge(
  one: Case,
  transport: Transport,
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
  const by = (one.dependsOn ?? []).find((id) => earlier.has(id) && earlier.get(id)?.word !== "passed");
  if (by !== undefined) return finding("blocked", by);
  const playings: Playing[] = [];
  for (let attempt = 0; attempt < 2; attempt++) {
    const playing = await playOnce(one, company, {
      transport,
      seed: seedOf(one.id, options.seed),
      pace: PACE,
      signal: options.signal,
    });
    playings.push(playing);
    if (playing.judgement.kind === "passed") break;
    // What it has done to the process is not to be the next case's fault.
    await judgedSeat(one, company).vacate();
  }
  const durationMs = Math.round(playings.reduce((sum, playing) => sum + playing.durationMs, 0));
  const [first, last] = [playings[0]?.judgement, playings.at(-1)?.judgement];
  if (first?.kind === "passed") return finding("passed", "", durationMs);
  if (first?.kind === "unsupported") return finding("not-applicable", first.reason, durationMs);
  if (first?.kind !== "failed") return finding("harness-error", first?.reason ?? "", durationMs);
  const why = `expected ${first.expected}, got ${first.actual}`;
  return finding(last?.kind === "failed" ? "convicted" : "unsteady", why, durationMs);
}

function judgedSeat(one: Case, company: Company): Seat<Occupant> {
  const { client, server, services } = company;
  const service = one.needs.service === undefined ? undefined : services.get(one.needs.service);
  const seat = { client, server, service }[one.subject];
  if (seat === undefined) throw new Error(`nobody is judged by ${one.id}`);
  return seat;
}

function serverCompany(subject: ZooServer): Company {
  const { name, service } = subject;
  const argv: [string, ...string[]] = [process.execPath, fileOf(subject), "--until-input-ends"];
  const start = (): Promise<RunningService> => startService(service, { argv }, { name });
  return {
    client: trusted("the trusted client"),
    services: new Map([[service, new Seat(name, start, { trusted: false })]]),
    foreign: false,
    capabilities: async () => null,
  };
}

function agentCompany(subject: ZooSubject, end: End): Company {
  const { name } = subject;
  const spoiled = new Seat(name, () => AgentProcess.start(rawAgent(fileOf(subject)), { name }), { trusted: false });
  const other = trusted(`the trusted ${end === "client" ? "server" : "client"}`);
  const [client, server] = end === "client" ? [spoiled, other] : [other, spoiled];
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

function trusted(name: string): Seat<AgentProcess> {
  return new Seat(name, () => AgentProcess.start(rawAgent(), { name }), { trusted: true });
}
