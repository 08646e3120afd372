import { isIP } from "node:net";
import type { ServiceName, Transport } from "@anysock/protocol-spec";
import { type Exit, ProcessDied, ProtocolError, UNSUPPORTED_EXIT, Unsupported } from "../agent/failure.ts";
import { formatIp, parseAddress } from "../agent/raw-address.ts";
import { Child } from "./child.ts";
import type { Command } from "./command.ts";
import { parseReady } from "./ready.ts";

/** A service that a case can connect to. */
export interface RunningService {
  readonly name: ServiceName;
  /** Where to connect for this transport; `null` where it does not listen there. */
  address(transport: Transport): string | null;
  /** `null` where somebody else started it. */
  readonly pid: number | null;
  /** Its stderr, the last 64 KiB; or what of it came between two times of `performance.now()`. */
  stderr(since?: number, until?: number): string;
  readonly exited: Promise<Exit> | null;
  /** Ends it, in bounded time. Never rejects. */
  stop(): Promise<void>;
}

export interface ServiceStartOptions {
  /** How messages call it. */
  readonly name?: string;
  /** For its first READY line, in ms. */
  readonly timeout?: number;
}

const READY_TIMEOUT_MS = 15_000;
/** Silence that ends the list of addresses where no `READY` alone does. */
const SILENCE_MS = 250;
/** How long a server may take to end by SIGTERM, then by SIGKILL. */
const STOP_GRACE_MS = 2_000;

/**
 * Starts a level-0 server and learns from its READY lines where it listens.
 * @throws ProcessDied, ProtocolError (a malformed READY line, or none in time), Unsupported (exit status 89)
 */
export async function startService(
  name: ServiceName,
  command: Command,
  options: ServiceStartOptions = {},
): Promise<RunningService> {
  const who = options.name ?? `${name} server ${command.argv[0].split("/").at(-1)}`;
  const timeout = options.timeout ?? READY_TIMEOUT_MS;
  const addresses: string[] = [];
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  ready.catch(() => {});
  const late = () => reject(new ProtocolError(who, "", `no READY line on its stdout within ${timeout} ms`));
  let timer = setTimeout(late, timeout);
  const child = await Child.start(who, command, {
    line: (line) => {
      const read = parseReady(line);
      if (read.kind === "malformed") reject(new ProtocolError(who, line, read.why));
      if (read.kind === "end") {
        if (addresses.length > 0) resolve();
        else reject(new ProtocolError(who, line, "the list of addresses ends before it has one"));
      }
      if (read.kind === "address") {
        addresses.push(read.address);
        clearTimeout(timer);
        timer = setTimeout(resolve, SILENCE_MS);
      }
    },
  });
  void child.exited.then((exit) => {
    const unsupported = exit.code === UNSUPPORTED_EXIT;
    reject(
      unsupported ? new Unsupported(who, child.stderr().trim() || name) : new ProcessDied(who, exit, child.stderr()),
    );
  });
  try {
    await ready;
  } catch (error) {
    child.kill("SIGTERM");
    await child.stop(STOP_GRACE_MS / 4, ["SIGKILL"]);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return {
    name,
    address: (transport) => addressFor(transport, addresses),
    pid: child.pid,
    stderr: (since, until) => child.stderr(since, until),
    exited: child.exited,
    stop: async () => {
      child.kill("SIGTERM");
      await child.stop(STOP_GRACE_MS, ["SIGKILL"]);
    },
  };
}

/** A server that somebody else runs, at `tcp://HOST:PORT`, `udp://HOST:PORT` or `unix:/PATH`. */
export function runningService(name: ServiceName, urls: readonly string[]): RunningService {
  return {
    name,
    address: (transport) => addressFor(transport, urls),
    pid: null,
    stderr: () => "",
    exited: null,
    stop: async () => {},
  };
}

function addressFor(transport: Transport, addresses: readonly string[]): string | null {
  for (const address of addresses) {
    const endpoint = parseAddress(address);
    const scheme = address.startsWith("udp://") ? "udp" : "tcp";
    if ("path" in endpoint) {
      if (transport === "unix") return address;
    } else if (transport === `${scheme}${isIP(endpoint.host) === 6 ? 6 : 4}`) {
      return reachable(scheme, endpoint.host, endpoint.port);
    }
  }
  return null;
}

/** A server that listens on every address is reached on loopback. */
function reachable(scheme: "tcp" | "udp", host: string, port: number): string {
  if (host === "0.0.0.0") return formatIp("127.0.0.1", port, scheme);
  if (host === "::") return formatIp("::1", port, scheme);
  return formatIp(host, port, scheme);
}
