import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { nodeBinary } from "./node-binary.ts";
import { RawProcess, SuiteFailure } from "./raw-process.ts";

export type PeerKind = "node" | "python";

/** What the peer's `receive` tells. */
interface Told {
  readonly length: number;
  /** The first 64 bytes, one character each. */
  readonly text: string;
  readonly sha256: string;
  /** Why it came to less than was asked for: `FIN`, or an error's code. */
  readonly stopped: string | null;
}

interface Answer {
  readonly end: number;
  readonly listener: number;
  readonly port: number;
}

export type PeerAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export const hasPython: boolean = spawnSync("python3", ["--version"]).status === 0;

const programs: Readonly<Record<PeerKind, readonly [string, string]>> = {
  node: [nodeBinary, "../peers/raw-peer.mjs"],
  python: ["python3", "../peers/raw-peer.py"],
};

/** A raw socket program in another process, on the other end of what the adapter does. */
export class Peer extends RawProcess {
  constructor(kind: PeerKind) {
    const [command, program] = programs[kind];
    super("the raw peer", [command, fileURLToPath(new URL(program, import.meta.url))]);
  }

  async listen(at: PeerAddress, backlog?: number): Promise<PeerListener> {
    const { listener, port } = await this.ask<Answer>("listen", { at, backlog });
    return {
      address: "path" in at ? at : { host: at.host, port },
      accept: async () => this.#end(await this.ask("accept", { listener })),
      stop: async () => void (await this.ask("stop", { listener })),
    };
  }

  /** The other end. Fails with the code of the error. */
  async connect(to: PeerAddress): Promise<PeerEnd> {
    return this.#end(await this.ask("connect", { to }));
  }

  /** Its answer comes by our event loop, behind all that was there for us to see before the question. */
  async turn(): Promise<void> {
    await this.ask("nothing", {});
  }

  #end({ end }: Answer): PeerEnd {
    return {
      send: (what) =>
        this.ask("send", { end, ...(typeof what === "string" ? { text: what } : { size: what }) }).then(
          () => null,
          codeOf,
        ),
      receive: (count = Number.MAX_SAFE_INTEGER) => this.ask("receive", { end, count }),
      fin: async () => void (await this.ask("fin", { end })),
      reset: async () => void (await this.ask("reset", { end })),
      close: async () => void (await this.ask("close", { end })),
    };
  }
}

/** Of what the system refused. */
function codeOf(error: unknown): string {
  if (error instanceof SuiteFailure || !(error instanceof Error)) throw error;
  return error.message;
}

export interface PeerListener {
  readonly address: PeerAddress;
  accept(): Promise<PeerEnd>;
  stop(): Promise<void>;
}

export interface PeerEnd {
  /** Sends text (one byte a character) or that many bytes of the pattern; gives the error's code, if any. */
  send(what: string | number): Promise<string | null>;
  /** Reads that many bytes, or until the end. */
  receive(count?: number): Promise<Told>;
  fin(): Promise<void>;
  /** On Unix it is a close, which the other end is told of as a reset where input is left unread. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The same bytes as the peer's. Both block lengths divide 65,536. */
export function pattern(size: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(size);
  for (let at = 0; at < size; at++) data[at] = (at * 7 + (at >> 8)) & 0xff;
  return data;
}

export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
