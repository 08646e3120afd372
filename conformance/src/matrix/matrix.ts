import { rmdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Transport } from "@anysock/protocol-spec";
import type { CaseResult } from "../run/result.ts";
import type { Specification } from "../run/specification.ts";
import { makeSocketFolder } from "../stage/socket-folder.ts";
import type { RuntimeSubject } from "../subject/runtime.ts";
import { casesFor, playPair } from "./pair.ts";

export interface MatrixOptions {
  readonly specification: Specification;
  readonly servers: readonly RuntimeSubject[];
  readonly clients: readonly RuntimeSubject[];
  readonly transports: readonly Transport[];
  readonly only: readonly string[];
  readonly seed: number;
  readonly signal: AbortSignal;
  /** How many pairs are played at once; the number of cores if not given. */
  readonly pairsAtOnce?: number;
  /** How many cases there are in all cells together. */
  readonly onPlan?: (cases: number) => void;
  readonly onResult?: (cell: CellName, result: CaseResult) => void;
  readonly onCell?: (cell: Cell) => void;
}

export interface CellName {
  readonly server: string;
  readonly client: string;
  readonly transport: Transport;
}

/** What every case said about one server with one client on one transport. */
export interface Cell extends CellName {
  /** `false`: the server or the client is measured only, and what the cell violates fails no run. */
  readonly isGate: boolean;
  readonly results: readonly CaseResult[];
  readonly roundTripMs: number;
  readonly durationMs: number;
}

export interface Matrix {
  /** Server by server, client by client, transport by transport. An interrupted run has those that were begun. */
  readonly cells: readonly Cell[];
  /** Failures of the suite itself: nothing is known about the rest of such a pair. */
  readonly errors: readonly string[];
}

/**
 * Plays every server against every client. What goes wrong in the suite then is among the `errors`.
 * @throws UsageError before anything is started
 */
export async function playMatrix(options: MatrixOptions): Promise<Matrix> {
  const { servers, clients, transports } = options;
  if (transports.includes("unix")) rmdirSync(makeSocketFolder());
  const perPair = transports.reduce((sum, transport) => sum + casesFor(transport, options).length, 0);
  options.onPlan?.(perPair * servers.length * clients.length);
  const waiting = servers.flatMap((server) => clients.map((client) => ({ server, client })));
  const order = waiting.map(({ server, client }) => `${server.id} ${client.id}`);
  const cells: Cell[] = [];
  const errors: string[] = [];
  const work = async (): Promise<void> => {
    for (let pair = waiting.shift(); pair !== undefined && !options.signal.aborted; pair = waiting.shift()) {
      try {
        await playPair(pair.server, pair.client, options, (cell) => {
          cells.push(cell);
          options.onCell?.(cell);
        });
      } catch (error) {
        errors.push(`${pair.server.id} server, ${pair.client.id} client: ${stackOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: options.pairsAtOnce ?? availableParallelism() }, work));
  const rank = ({ server, client, transport }: Cell): number =>
    order.indexOf(`${server} ${client}`) * transports.length + transports.indexOf(transport);
  return { cells: cells.toSorted((a, b) => rank(a) - rank(b)), errors };
}

/** Of the cells that are gates, or of those that are measured only. */
export function resultsOf(cells: readonly Cell[], { isGate }: Pick<Cell, "isGate">): readonly CaseResult[] {
  return cells.filter((cell) => cell.isGate === isGate).flatMap(({ results }) => results);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
