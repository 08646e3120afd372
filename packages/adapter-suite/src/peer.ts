import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { asked } from "./exchanges.ts";
import { nodeBinary } from "./node-binary.ts";

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

interface Answer extends Told {
  readonly id: number;
  readonly end: number;
  readonly listener: number;
  readonly port: number;
  readonly error: string | null;
}

export type PeerAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export const hasPython: boolean = spawnSync("python3", ["--version"]).status === 0;

const programs: Readonly<Record<PeerKind, readonly [string, string]>> = {
  node: [nodeBinary, "../peers/raw-peer.mjs"],
  python: ["python3", "../peers/raw-peer.py"],
};

/** A raw socket program in another process, on the other end of what the adapter does. */
export class Peer {
  readonly kind: PeerKind;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(kind: PeerKind) {
    this.kind = kind;
    const [command, program] = programs[kind];
    this.#process = spawn(command, [fileURLToPath(new URL(program, import.meta.url))]);
    this.#process.stderr.on("data", (data: Uint8Array) => console.error(`the ${kind} peer: ${data}`));
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      const answer = JSON.parse(line) as Answer;
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  #ask(name: string, what: object): Promise<Answer> {
    const id = ++this.#last;
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    void answer.then(asked(name, what));
    this.#process.stdin.write(`${JSON.stringify({ id, name, ...what })}\n`);
    return answer;
  }

  async listen(at: PeerAddress, backlog?: number): Promise<PeerListener> {
    const { listener, port } = await this.#ask("listen", { at, backlog });
    return {
      address: "path" in at ? at : { host: at.host, port },
      accept: async () => this.#end((await this.#ask("accept", { listener })).end),
      stop: async () => void (await this.#ask("stop", { listener })),
    };
  }

  /** The other end, or the code of the error. */
  async connect(to: PeerAddress): Promise<PeerEnd> {
    const { end, error } = await this.#ask("connect", { to });
    if (error) throw new Error(error);
    return this.#end(end);
  }

  /** Its answer comes by our event loop, behind all that was there for us to see before the question. */
  async turn(): Promise<void> {
    await this.#ask("nothing", {});
  }

  #end(end: number): PeerEnd {
    return {
      send: async (what) =>
        (await this.#ask("send", { end, ...(typeof what === "string" ? { text: what } : { size: what }) })).error,
      receive: (count = Number.MAX_SAFE_INTEGER) => this.#ask("receive", { end, count }),
      fin: async () => void (await this.#ask("fin", { end })),
      reset: async () => void (await this.#ask("reset", { end })),
      close: async () => void (await this.#ask("close", { end })),
    };
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#process.once("exit", () => resolve());
      this.#process.stdin.end();
    });
  }
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
