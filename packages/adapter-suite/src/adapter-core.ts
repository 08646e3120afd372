import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as ownCore from "@anysock/core";
import { isSocketError } from "@anysock/protocol-spec";
import type { Adapter } from "./setting.ts";

/** What takes an adapter's objects, or its driver: of the copy of core alone that the adapter is made from. */
export type Core = Pick<typeof ownCore, "createSockets" | "pipe" | "serve" | "serveDatagrams">;

type Candidate = Core & Pick<typeof ownCore, "SocketError">;

/** An adapter, and what is imported to get it: a URL, or a package's name. */
interface Subject {
  readonly adapter: Adapter;
  readonly specifier: string;
}

const names: readonly (keyof Candidate)[] = ["createSockets", "pipe", "serve", "serveDatagrams", "SocketError"];

const found = new WeakMap<object, Promise<Core>>();

/**
 * The copy of core that an adapter is made from: what is installed with a version of its own takes no objects of another's. It is among
 * what the adapter exports, or is what its module finds by the name, or the suite's own. Rejects where it is none of these.
 */
export function coreOf({ adapter, specifier }: Subject): Promise<Core> {
  const core = found.get(adapter) ?? find(adapter, specifier);
  found.set(adapter, core);
  return core;
}

/** All functions of an adapter: those that it exports, and of core those that it need not. */
export async function socketsOf(subject: Subject): Promise<ownCore.Sockets> {
  const { createSockets } = await coreOf(subject);
  return { ...createSockets(subject.adapter.driver), ...subject.adapter };
}

async function find(adapter: Adapter, specifier: string): Promise<Core> {
  const beside = await besideOf(specifier);
  const candidates = [adapter, beside, ownCore].filter(isCore);
  const refusal = await refusalOf(adapter);
  // An adapter that does not refuse what cannot be is judged for that, by the cases.
  const core =
    refusal === undefined ? candidates[0] : candidates.find(({ SocketError }) => refusal.constructor === SocketError);
  if (core !== undefined) return core;
  throw new Error(
    'the copy of @anysock/core that it is made from cannot be found; export it too (export * from "@anysock/core"), or install it beside the adapter',
  );
}

function isCore(module: unknown): module is Candidate {
  return names.every((name) => typeof (module as Partial<Candidate> | undefined)?.[name] === "function");
}

async function besideOf(specifier: string): Promise<unknown> {
  try {
    const file = specifier.startsWith("file:")
      ? fileURLToPath(specifier)
      : createRequire(join(process.cwd(), "anysock.js")).resolve(specifier);
    return await import(pathToFileURL(createRequire(file).resolve("@anysock/core")).href);
  } catch {
    // Nothing of that name is there: an adapter may be one file.
    return undefined;
  }
}

/** Milliseconds for an answer that needs no system call. */
const PATIENCE = 1_000;

/** An error of the adapter's own: what it says to a port that cannot be. */
async function refusalOf({ listen, connect }: Adapter): Promise<Error | undefined> {
  for (const ask of [listen, connect]) {
    const asked = (async () => ask({ host: "127.0.0.1", port: -1 }))();
    const { promise: late, resolve: giveUp } = Promise.withResolvers<undefined>();
    const timer = setTimeout(giveUp, PATIENCE);
    const refused = asked.then(
      (opened) => void opened.close(),
      (error: unknown) => error,
    );
    const answer = await Promise.race([refused, late]);
    // Nothing is left behind: whether a process ends by itself is what some programs show.
    clearTimeout(timer);
    if (isSocketError(answer)) return answer;
  }
  return undefined;
}
