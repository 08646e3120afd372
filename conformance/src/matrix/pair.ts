import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case, ServiceName, Transport } from "@anysock/protocol-spec";
import { AgentProcess } from "../agent/process.ts";
import { measurePace } from "../run/calibrate.ts";
import { playCell } from "../run/cell.ts";
import { type Company, closeCompany } from "../run/company.ts";
import { planCases } from "../run/plan.ts";
import type { Pace } from "../run/play.ts";
import type { CaseResult } from "../run/result.ts";
import { Seat } from "../run/seat.ts";
import { selector } from "../run/selection.ts";
import { levelIn } from "../run/specification.ts";
import type { RuntimeSubject } from "../subject/runtime.ts";
import { type RunningService, startService } from "../subject/service.ts";
import type { Cell, MatrixOptions } from "./matrix.ts";

/** Services that every runtime's server offers. */
export const services: readonly ServiceName[] = ["echo", "upper", "discard"];

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
  const folder = await mkdtemp(join(tmpdir(), "anysock-"));
  const company = assemble(server, client, folder);
  try {
    for (const transport of options.transports) {
      if (options.signal.aborted) return;
      const results: CaseResult[] = [];
      const begin = performance.now();
      const pace = await paceOf(company, transport);
      const cases = casesFor(transport, options);
      await playCell({
        cases,
        levelOf: levelIn(options.specification),
        transport,
        company,
        seed: options.seed,
        pace,
        concurrency: CONCURRENCY,
        signal: options.signal,
        rerun: (one) => rerunLine(one, server, client, transport, options.seed),
        onResult: (result) => {
          results.push(result);
          options.onResult?.({ server: server.id, client: client.id, transport }, result);
        },
      });
      const order = new Map(cases.map(({ id }, index) => [id, index]));
      results.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
      onCell({
        server: server.id,
        client: client.id,
        transport,
        results,
        roundTripMs: pace.roundTrip,
        durationMs: Math.round(performance.now() - begin),
      });
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

function assemble(server: RuntimeSubject, client: RuntimeSubject, folder: string): Company {
  const agent = (name: string, subject: RuntimeSubject): Seat<AgentProcess> =>
    new Seat(name, () => AgentProcess.start(subject.agent(), { name }), { trusted: false });
  const clientSeat = agent(`the client agent on ${client.id}`, client);
  const serverSeat = agent(`the server agent on ${server.id}`, server);
  const service = (name: ServiceName): readonly [ServiceName, Seat<RunningService>] => {
    const at = ["tcp://127.0.0.1:0", "tcp://[::1]:0", `unix:${join(folder, `${name}.sock`)}`];
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
    return (await measurePace(await company.client.take(), to, "echo")).pace;
  } catch {
    return { roundTrip: 0 };
  }
}

function rerunLine(
  { id }: Case,
  server: RuntimeSubject,
  client: RuntimeSubject,
  transport: Transport,
  seed: number,
): string {
  const cell = `--servers ${server.id} --clients ${client.id} --transports ${transport}`;
  return `anysock matrix ${cell} --only ${id} --seed ${seed}`;
}
