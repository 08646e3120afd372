import { type Connection, type Listener, listen } from "@anysock/deno";
import { afterAll, beforeAll } from "vitest";
import { Python } from "./python.ts";

/** One raw peer for the tests of a file, and, for each transport, a connection of ours with it. */
export interface Peered {
  readonly python: Python;
  /** Python's end is its variable `c`, bytes in Latin-1. */
  accepted(transport: Transport): Promise<Connection>;
}

export type Transport = "tcp4" | "tcp6" | "unix" | "abstract";
export const transports: readonly Transport[] = ["tcp4", "tcp6", "unix", "abstract"];

export function peered(): Peered {
  const folder = Deno.makeTempDirSync({ prefix: "anysock-" });
  const listeners = new Map<Transport, Listener>();
  let python: Python | undefined;
  beforeAll(() => {
    python = new Python();
  });
  afterAll(async () => {
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
    await python?.end();
    Deno.removeSync(folder, { recursive: true });
  });
  const started = (): Python => {
    if (python === undefined) throw new Error("the peer is started before the first test");
    return python;
  };
  const listening = async (transport: Transport): Promise<Listener> => {
    const listener = listeners.get(transport) ?? (await listen(endpointOf(transport, folder)));
    listeners.set(transport, listener);
    return listener;
  };
  return {
    get python() {
      return started();
    },
    async accepted(transport) {
      const listener = await listening(transport);
      const accepted = listener.accept();
      await started().run(`c = ${connecting(listener)}`);
      return accepted;
    },
  };
}

function endpointOf(transport: Transport, folder: string): { host: string; port: number } | { path: string } {
  if (transport === "unix") return { path: `${folder}/listener` };
  if (transport === "abstract") return { path: `\0${folder}` };
  return { host: transport === "tcp4" ? "127.0.0.1" : "::1", port: 0 };
}

/** A Python expression that connects to a listener. */
export function connecting(listener: Listener): string {
  const { address } = listener;
  if (address.family !== "unix") return `socket.create_connection((${JSON.stringify(address.host)}, ${address.port}))`;
  return `(lambda s: (s.connect(${JSON.stringify(address.path)}), s)[1])(socket.socket(socket.AF_UNIX))`;
}
