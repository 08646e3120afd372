import process from "node:process";
import { ownRuntime, UsageError } from "@anysock/conformance/start";
import type { ServiceName } from "@anysock/protocol-spec";
import { streamServices } from "@anysock/services";
import { SocketError } from "anysock";
import { Command, Option } from "commander";
import { integer, type ListenAt, listenAt, oneOf, type RuntimeName, runtimeNames, serviceNames } from "../arguments.ts";
import { becomeRuntime } from "../become.ts";
import { describeLimits, limitsFor, REACHABLE_LIFETIME, REACHABLE_LIMIT, REACHABLE_PENDING } from "../limits.ts";
import { sayRefused, write } from "../output.ts";
import type { Finish } from "../program.ts";
import { ReflectorGuard, reflectorPorts } from "../reflectors.ts";
import { type Serving, serveStreams, serveUdp } from "../serving.ts";

interface Options {
  readonly service: ServiceName;
  readonly listen?: readonly ListenAt[];
  readonly runtime?: RuntimeName;
  readonly limit?: number;
  readonly lifetime?: number;
  readonly drain: number;
}

/** `echo (RFC 862), …`, from the table of the services themselves. */
const serviceHelp: string = serviceNames.map((name) => `${name} (${streamServices[name].source})`).join(", ");

type Settled = Options & { readonly listen: readonly ListenAt[] };

export function serveCommand(finish: Finish): Command {
  return new Command("serve")
    .summary("serve echo or another small service")
    .description(
      [
        "Serves streams and datagrams until Ctrl-C or SIGTERM, then lets its clients finish and ends with status 0.",
        "stdout has a line READY for each address, with the port that the system chose, and READY alone after the last. Everything for people is on stderr.",
      ].join("\n\n"),
    )
    .addOption(new Option("--service <name>", serviceHelp).argParser(oneOf(serviceNames)).default("echo"))
    .addOption(
      new Option(
        "--listen <url>",
        "tcp://HOST:PORT, udp://HOST:PORT, unix:/PATH or unix:@ABSTRACT; port 0 is a free one; may be given again (default: tcp://127.0.0.1:0)",
      ).argParser(listenAt),
    )
    .addOption(
      new Option("--runtime <name>", "under which runtime; this one if not given").argParser(oneOf(runtimeNames)),
    )
    .option("--limit <n>", "connections at once, over all addresses; further ones wait", integer(1, 1_000_000))
    .option("--lifetime <s>", "seconds that a connection may last before it is reset", integer(1, 86_400))
    .addOption(
      new Option("--drain <s>", "seconds that clients have at the end before they are reset")
        .argParser(integer(0, 3600))
        .default(10),
    )
    .addHelpText(
      "after",
      `
Without a host, tcp://:7000 is 127.0.0.1. An address that others can reach must be named (tcp://0.0.0.0:7000). There, and
only there, limits are on unless they are set: ${REACHABLE_LIMIT} connections at once over all such addresses, ${REACHABLE_LIFETIME} s for each connection.
Beyond them few more wait unread (${REACHABLE_PENDING} at one address), and others are turned away. Limits by source and for idle connections
are not there yet, so do not leave it open to the internet.

Of datagrams none is answered there that comes from port 0 or from the port of a service that answers whatever it gets: two such
would answer each other for ever (CVE-1999-0103). These are ${[...reflectorPorts.keys()].join(", ")}.
How many were dropped is told at the end. On loopback all are answered. Whoever forges a source has its owner answered: chargen,
daytime and time answer with more than they are asked, and are served over UDP only where both are asked for.

Examples:
  anysock serve
  anysock serve --runtime deno --listen tcp://:7000 --listen unix:/run/user/1000/echo.sock
  anysock serve --service upper --listen tcp://[::1]:0
  anysock serve --service chargen --lifetime 60
  anysock serve --listen tcp://:7000 --listen udp://:7000

Exit status: 0 after Ctrl-C or SIGTERM, 1 where it cannot listen, 2 usage, 4 where stdout cannot be written: then nobody
would know where it serves, and it ends.`,
    )
    .action(async (options: Options) => finish(await run(options)));
}

async function run({ listen: given, ...rest }: Options): Promise<number> {
  const options = { ...rest, listen: given ?? listenAt("tcp://127.0.0.1:0") };
  refuseLimitsOfNothing(options);
  if (options.runtime !== undefined && options.runtime !== ownRuntime()) {
    return becomeRuntime(options.runtime, argumentsFor(options));
  }
  const ended = untilAsked();
  const limitsAt = limitsFor(options);
  const guard = new ReflectorGuard();
  const servers: Serving[] = [];
  try {
    const ready = await start(options, limitsAt, guard, servers);
    const refused = await write(process.stdout, ready);
    if (refused !== null) return sayRefused(refused, 0, ", so nobody would know where it serves, and it has ended");
    note(options, limitsAt);
    await ended;
    const all = await drainAll(servers, options.drain);
    if (!all) say(`anysock: clients that had not finished after ${options.drain} s were reset`);
    if (guard.dropped > 0) say(`${guard.dropped} datagrams from port 0 or from services that answer were dropped`);
    return 0;
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    say(`anysock: ${error.message}`);
    return 1;
  } finally {
    // Whatever has ended it: a server that is left behind would keep the process, and serve where nobody can end it.
    await Promise.allSettled(servers.map((server) => server.drain({ timeout: 0 })));
  }
}

/** Starts a server at each address, and gives what to say once all are there: at once, so that a reader has all of it or nothing. */
async function start(
  { listen: addresses, service }: Settled,
  limitsAt: ReturnType<typeof limitsFor>,
  guard: ReflectorGuard,
  servers: Serving[],
): Promise<string> {
  const lines: string[] = [];
  for (const at of addresses) {
    const starting = at.scheme === "udp" ? serveUdp(at, service, guard) : serveStreams(at, service, limitsAt(at));
    const { serving, ready } = await starting;
    servers.push(serving);
    lines.push(ready);
  }
  return [...lines, "READY", ""].join("\n");
}

/** No option is ignored: datagrams make no connections that could be limited. */
function refuseLimitsOfNothing({ listen: addresses, limit, lifetime }: Settled): void {
  const [name] = [limit === undefined ? [] : ["--limit"], lifetime === undefined ? [] : ["--lifetime"]].flat();
  if (name === undefined || addresses.some(isStream)) return;
  throw new UsageError(`${name} is for connections, and datagrams have none; accepted with a tcp:// or unix: address`);
}

function isStream({ scheme }: ListenAt): boolean {
  return scheme !== "udp";
}

function say(text: string): void {
  void write(process.stderr, `${text}\n`);
}

function note({ service, listen: addresses }: Settled, limitsAt: ReturnType<typeof limitsFor>): void {
  const lines = [`${service} under ${ownRuntime()}; Ctrl-C ends it`];
  for (const isReachable of [false, true]) {
    const some = addresses.filter((at) => isStream(at) && at.isReachable === isReachable);
    if (some.length === 0) continue;
    const limits = limitsAt({ isReachable });
    const sharing = addresses.filter((at) => isStream(at) && limitsAt(at).room === limits.room).length;
    const over = sharing > some.length ? "all addresses together" : sharing > 1 ? "these together" : null;
    const urls = some.map(({ url }) => url).join(", ");
    const told = describeLimits(limits, over);
    lines.push(isReachable ? `${urls} can be reached by others: ${told}; no limit by source` : `${urls}: ${told}`);
  }
  for (const { url, isReachable } of addresses.filter((at) => !isStream(at))) {
    const told = "none is answered that comes from port 0 or from a service that answers; no limit by source";
    lines.push(isReachable ? `${url} can be reached by others: ${told}` : `${url}: no limit of datagrams`);
  }
  say(lines.join("\n"));
}

async function drainAll(servers: readonly Serving[], seconds: number): Promise<boolean> {
  const drained = await Promise.all(servers.map((server) => server.drain({ timeout: seconds * 1000 })));
  return drained.every((all) => all);
}

function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
  });
}

function argumentsFor({ service, listen: addresses, limit, lifetime, drain }: Settled): readonly string[] {
  const optional = [
    ["--limit", limit],
    ["--lifetime", lifetime],
  ].filter(([, value]) => value !== undefined);
  return [
    "serve",
    "--service",
    service,
    "--drain",
    String(drain),
    ...addresses.flatMap(({ url }) => ["--listen", url]),
    ...optional.flat().map(String),
  ];
}
