/** Plays the plan on an adapter, inside its runtime, and tells of it in lines that a process outside reads. */
import { writeSync } from "node:fs";
import process from "node:process";
import { coreOf } from "./adapter-core.ts";
import { LIMIT } from "./api-case.ts";
import type { DatagramAdapter } from "./datagram-setting.ts";
import { exchangesSinceBegin } from "./exchanges.ts";
import { exportFault } from "./exported.ts";
import type { InsideLine, InsideOptions, PlannedLine, ResultLine } from "./inside-lines.ts";
import { type Planned, plan } from "./plan.ts";
import { type Played, play } from "./play.ts";
import { recorded } from "./recorded-adapter.ts";
import { type Scenery, sceneryOf } from "./scenery.ts";

const [specifier = "", json = "{}"] = process.argv.slice(2);
const options = JSON.parse(json) as InsideOptions;

/** At once and whole: a process that dies in the next moment has told it. */
function tell(line: InsideLine): void {
  // Somebody else's line may not have ended.
  let rest = new TextEncoder().encode(`\n${options.mark}${JSON.stringify(line)}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // A pipe that is full, and that somebody has made non-blocking.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

/** The adapter, or nothing where it has been said why it is none. */
async function importAdapter(): Promise<DatagramAdapter | undefined> {
  let module: Record<string, unknown>;
  tell({ type: "importing" });
  try {
    module = await import(specifier);
    tell({ type: "imported" });
  } catch (error) {
    const { name = "Error", message = String(error), stack = "" } = error instanceof Error ? error : {};
    tell({ type: "refused", why: `it cannot be imported: ${name}: ${message.split("\n")[0]}`, stack });
    return undefined;
  }
  const adapter = recorded(module as unknown as DatagramAdapter);
  const fault = exportFault(module) ?? (await coreFault(adapter));
  if (fault === undefined) return adapter;
  tell({ type: "refused", why: fault });
  return undefined;
}

async function coreFault(adapter: DatagramAdapter): Promise<string | undefined> {
  return await coreOf({ adapter, specifier }).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** What is to be played, transport by transport: there is one raw peer at a time. */
function chosen(adapter: DatagramAdapter): readonly Planned[] {
  const all = plan(adapter).filter(
    ({ one, transport }) =>
      (options.ids?.includes(one.id) ?? true) && (options.transports?.includes(transport) ?? true),
  );
  return [...Map.groupBy(all, ({ transport }) => transport).values()].flat();
}

function lineOf({ one, transport, lack }: Planned): PlannedLine {
  return { id: one.id, transport, limit: one.limit ?? LIMIT, lack };
}

/** What a transport's cases are played on, and why it could not be warmed up. */
interface Warmed {
  readonly transport: string;
  readonly scenery: Scenery;
  readonly warmUp?: string;
}

/** What is opened once for all is open afterwards. An adapter that fails at it fails at the cases too, which then say so. */
async function warmed(adapter: DatagramAdapter, transport: Planned["transport"]): Promise<Warmed> {
  const scenery = sceneryOf(adapter, transport, specifier, options.peer);
  const patience = Promise.withResolvers<string>();
  const timer = setTimeout(patience.resolve, Math.min(LIMIT, options.limit ?? LIMIT), "it hangs");
  const why = await Promise.race([scenery.warm().then(() => null, String), patience.promise]);
  clearTimeout(timer);
  return { transport, scenery, ...(why === null ? {} : { warmUp: why }) };
}

async function playAll(adapter: DatagramAdapter, planned: readonly Planned[]): Promise<void> {
  let here: Warmed | undefined;
  let left = options.count ?? Number.POSITIVE_INFINITY;
  for (const [index, { one, transport, lack }] of planned.entries()) {
    if (index < (options.from ?? 0) || lack !== null || left === 0) continue;
    left -= 1;
    if (here?.transport !== transport) {
      await here?.scenery.end();
      tell({ type: "warming", index });
      here = await warmed(adapter, transport);
    }
    tell({ type: "started", index });
    const since = performance.now();
    const limit = Math.min(one.limit ?? LIMIT, options.limit ?? Number.POSITIVE_INFINITY);
    const played = await play({ ...one, limit }, here.scenery);
    const { warmUp } = here;
    const judged = { durationMs: performance.now() - since, failed: failureOf(played), ...brokenBy(played) };
    tell({ type: "result", index, ...judged, ...(warmUp === undefined ? {} : { warmUp }) });
    // The process is left as it is: nothing of it is to be trusted any more.
    if (played.kind !== "passed") return;
  }
  await here?.scenery.end();
}

function failureOf(played: Played): Extract<InsideLine, { type: "result" }>["failed"] {
  if (played.kind !== "failed") return null;
  const { expected, actual, error, hangs = false } = played;
  const stack = error instanceof Error ? { stack: error.stack ?? "" } : {};
  return { expected, actual, hangs, ...exchangesSinceBegin(), ...stack };
}

function brokenBy(played: Played): Pick<ResultLine, "broken"> {
  return played.kind === "broken" ? { broken: played.error.message } : {};
}

// Bun opens a descriptor for it where it is first asked for, as execFileSync does: it is nothing that a case has left open.
void process.stderr;
const adapter = await importAdapter();
if (adapter !== undefined) {
  const planned = chosen(adapter);
  const { runtime, supports } = adapter;
  tell({ type: "hello", runtime, supports: [...supports].sort(), plan: planned.map(lineOf) });
  await playAll(adapter, planned);
  tell({ type: "end" });
}
process.exit(0);
