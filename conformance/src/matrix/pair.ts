import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Case, datagramTransports, type ServiceName, type Transport } from "@anysock/protocol-spec";
import { AgentProcess } from "../agent/process.ts";
import { measurePace } from "../run/calibrate.ts";
import { measureDatagramPace } from "../run/calibrate-datagrams.ts";
import { type CellSetup, playCell } from "../run/cell.ts";
import { commandLine } from "../run/command-line.ts";
import { type Company, closeCompany } from "../run/company.ts";
import { planCases } from "../run/plan.ts";
import type { Pace } from "../run/play.ts";
import { unsupportedResult } from "../run/report-case.ts";
import type { CaseResult } from "../run/result.ts";
import { Seat } from "../run/seat.ts";
import { selector } from "../run/selection.ts";
import { levelIn } from "../run/specification.ts";
import { loopback } from "../stage/loopback.ts";
import { makeSocketFolder } from "../stage/socket-folder.ts";
import type { RuntimeSubject } from "../subject/runtime.ts";
import { type RunningService, startService } from "../subject/service.ts";
import { whyNotHere } from "./machine.ts";
import type { Cell, CellName, MatrixOptions } from "./matrix.ts";

/** Services that every runtime's server offers. */
export const services: readonly ServiceName[] = ["echo", "upper", "discard", "chargen", "daytime", "time"];

/** How many cases of a cell are in play at once. Measured: more than this gains nothing on two cores. */
const CONCURRENCY = 6;

/**
 * Plays one server against one client on every transport, with processes of their own for each service and each agent.
 * The cells of a pair follow one another on the same processes; each is handed over as soon as it is complete.
 */
export async function playPair(
  server: RuntimeSubject,
  client: RuntimeSubject,
  options: MatrixOptions,
  onCell: (cell: Cell) => void,
): Promise<void> {
  const folder = makeSocketFolder();
  const obstacles = await Promise.all(options.transports.map(whyNotHere));
  const playable = options.transports.filter((_, index) => obstacles[index] === null);
  const company = assemble(server, client, folder, playable);
  try {
    for (const [index, transport] of options.transports.entries()) {
      if (options.signal.aborted) return;
      const begin = performance.now();
      const name: CellName = { server: server.id, client: client.id, transport };
      const why = obstacles[index] ?? (await whyNotBoth(company, transport));
      const pace = why === null ? await paceOf(company, transport) : { roundTrip: 0 };
      const setup: CellSetup = {
        cases: casesFor(transport, options),
        levelOf: levelIn(options.specification),
        transport,
        company,
        seed: options.seed,
        pace,
        concurrency: CONCURRENCY,
        signal: options.signal,
        rerun: (one) => rerunLine(one, name, options.seed),
        onResult: (result) => options.onResult?.(name, result),
      };
      const results = why === null ? await playCell(setup) : cellWithout(setup, why);
      const durationMs = Math.round(performance.now() - begin);
      onCell({ ...name, isGate: server.isGate && client.isGate, results, roundTripMs: pace.roundTrip, durationMs });
    }
  } finally {
    await closeCompany(company);
    await rm(folder, { recursive: true, force: true });
  }
}

export function casesFor(transport: Transport, { specification, only }: MatrixOptions): readonly Case[] {
  return planCases(specification.cases, {
    transport,
    subjects: new Set(["service", "client", "server"]),
    services: new Set(services),
    chosen: selector(only),
  });
}

/** Why one of the two cannot play a transport at all, by its own word; `null` where both can, or cannot be asked. */
async function whyNotBoth({ client, server }: Company, transport: Transport): Promise<string | null> {
  for (const seat of [server, client]) {
    const agent = await seat?.take().catch(() => undefined);
    if (agent !== undefined && !agent.capabilities.transports.includes(transport)) {
      return `${agent.name} declares no ${transport}`;
    }
  }
  return null;
}

/** The cell of a transport that this machine does not have: nothing in it reads as passed. */
function cellWithout({ cases, levelOf, transport, seed, onResult }: CellSetup, why: string): readonly CaseResult[] {
  const results = cases.map((one) => unsupportedResult({ one, level: levelOf(one), transport, seed, rerun: "" }, why));
  for (const result of results) onResult?.(result);
  return results;
}

function assemble(
  server: RuntimeSubject,
  client: RuntimeSubject,
  folder: string,
  transports: readonly Transport[],
): Company {
  const agent = (name: string, subject: RuntimeSubject): Seat<AgentProcess> =>
    new Seat(name, () => AgentProcess.start(subject.agent(), { name }), { trusted: false });
  const clientSeat = agent(`the client agent on ${client.id}`, client);
  const serverSeat = agent(`the server agent on ${server.id}`, server);
  const service = (name: ServiceName): readonly [ServiceName, Seat<RunningService>] => {
    const at = transports.map((transport) =>
      transport === "unix" ? `unix:${join(folder, `${name}.sock`)}` : loopback[transport],
    );
    const start = (): Promise<RunningService> => startService(name, server.server(name, at));
    return [name, new Seat(`the ${name} server on ${server.id}`, start, { trusted: false })];
  };
  return {
    client: clientSeat,
    server: serverSeat,
    services: new Map(services.map(service)),
    foreign: false,
    // A service runs on the same runtime as the server agent, which can be asked.
    capabilities: async (who) => {
      const { capabilities } = await (who === "client" ? clientSeat : serverSeat).take();
      return new Set(capabilities.capabilities);
    },
  };
}

/** Measured with the echo service. Where that cannot be done, the cases find out why. */
async function paceOf(company: Company, transport: Transport): Promise<Pace> {
  try {
    const echo = await company.services.get("echo")?.take();
    const to = echo?.address(transport) ?? null;
    if (to === null) return { roundTrip: 0 };
    const client = await company.client.take();
    const isDatagrams = datagramTransports.includes(transport);
    return (await (isDatagrams ? measureDatagramPace(client, to) : measurePace(client, to, "echo"))).pace;
  } catch {
    return { roundTrip: 0 };
  }
}

function rerunLine({ id }: Case, { server, client, transport }: CellName, seed: number): string {
  const cell = ["--servers", server, "--clients", client, "--transports", transport];
  return commandLine(["npx", "@anysock/cli", "matrix", ...cell, "--only", id, "--seed", String(seed)]);
}
