import type { ServiceName, Transport } from "@anysock/protocol-spec";
import { type Cell, type Matrix, resultsOf } from "../matrix/matrix.ts";
import type { CaseResult } from "../run/result.ts";
import type { ServerTest, TestedAddress } from "../run/server-test.ts";
import { type Summary, summarize } from "../run/summary.ts";
import { type Environment, environment, suiteVersion } from "./environment.ts";

/** What every report begins with. */
export interface Head {
  readonly suite: "anysock";
  readonly report: "server" | "matrix" | "adapter";
  /** Of the suite. */
  readonly version: string;
  /** `true`: the run did not come to its end, and what is missing was not judged. */
  readonly partial: boolean;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly environment: Environment;
  /** The globs that chose the cases; none: all of them. */
  readonly only: readonly string[];
  /** Failures of the suite itself. */
  readonly errors: readonly string[];
}

/** `report-1.json`: one subject. */
export interface ServerReport extends Head {
  readonly seed: number;
  readonly report: "server";
  readonly subject: {
    readonly kind: "server";
    readonly urls: readonly string[];
    readonly addresses: readonly TestedAddress[];
  };
  readonly service: ServiceName;
  readonly results: readonly CaseResult[];
  readonly summary: Summary;
}

/** `matrix-1.json`: every server with every client on every transport. */
export interface MatrixReport extends Head {
  readonly seed: number;
  readonly report: "matrix";
  readonly subjects: readonly { readonly id: string; readonly version: string }[];
  readonly servers: readonly string[];
  readonly clients: readonly string[];
  readonly transports: readonly Transport[];
  readonly cells: readonly (Cell & { readonly summary: Summary })[];
  /** Of the cells that are gates. */
  readonly summary: Summary;
  /** Of the cells that are measured only. */
  readonly measured: Summary;
}

/** What is known about a run whatever became of it. */
export interface RunFacts {
  readonly only: readonly string[];
  readonly startedAt: Date;
  readonly partial: boolean;
  readonly errors: readonly string[];
}

type Seeded = RunFacts & { readonly seed: number };

export function serverReport(
  run: Seeded & { readonly urls: readonly string[]; readonly service: ServiceName },
  { addresses, results }: ServerTest,
): ServerReport {
  return {
    ...head(run, "server"),
    seed: run.seed,
    subject: { kind: "server", urls: run.urls, addresses },
    service: run.service,
    results,
    summary: summarize(results),
  };
}

export function matrixReport(
  run: Seeded & Pick<MatrixReport, "subjects" | "servers" | "clients" | "transports">,
  { cells }: Pick<Matrix, "cells">,
): MatrixReport {
  const { subjects, servers, clients, transports } = run;
  return {
    ...head(run, "matrix"),
    seed: run.seed,
    subjects,
    servers,
    clients,
    transports,
    cells: cells.map((cell) => ({ ...cell, summary: summarize(cell.results) })),
    summary: summarize(resultsOf(cells, { isGate: true })),
    measured: summarize(resultsOf(cells, { isGate: false })),
  };
}

export function head<Kind extends Head["report"]>(run: RunFacts, report: Kind): Head & { readonly report: Kind } {
  return {
    suite: "anysock",
    report,
    version: suiteVersion(),
    partial: run.partial,
    startedAt: run.startedAt.toISOString(),
    durationMs: Date.now() - run.startedAt.getTime(),
    environment: environment(),
    only: run.only,
    errors: run.errors,
  };
}
