import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { asked } from "./exchanges.ts";

/** What the suite itself failed at, which says nothing of the adapter. */
export class SuiteFailure extends Error {
  override readonly name = "SuiteFailure";
}

/** What every answer has. */
interface Answered {
  readonly id: number;
  /** The code of what the system refused. */
  readonly error?: string | null;
}

interface Waiting {
  answer(answer: Answered): void;
  fail(failure: SuiteFailure): void;
}

/** The end of what a process has said on stderr that is told, in characters. */
const SAID = 2_000;

/** Milliseconds in which a process that has nothing left to do ends. */
const ENDS = 2_000;

/** A process of raw sockets: one JSON question a line, one JSON answer a line, in any order. */
export class RawProcess {
  /** Settles where it ends before it was told to: then nothing is to be said of what was played against it. */
  readonly broken: Promise<SuiteFailure>;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #failure: SuiteFailure | undefined;
  #isOver = false;
  #last = 0;

  constructor(what: string, [command = "", ...args]: readonly string[]) {
    this.#process = spawn(command, args);
    let said = "";
    this.#process.stderr.on("data", (data: Uint8Array) => {
      said = `${said}${new TextDecoder().decode(data)}`.slice(-SAID);
    });
    // It may have ended before what it is asked.
    this.#process.stdin.on("error", () => {});
    const broken = Promise.withResolvers<SuiteFailure>();
    this.broken = broken.promise;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#ended = ended;
    const gone = (how: string): void => {
      end();
      if (this.#isOver || this.#failure !== undefined) return;
      const stderr = said.trim() === "" ? "it said nothing on stderr" : said.trim();
      this.#fail(new SuiteFailure(`${what} (${command}) ${how}: ${stderr}`));
      if (this.#failure !== undefined) broken.resolve(this.#failure);
    };
    this.#process.once("error", ({ message }) => gone(`could not be started (${message})`));
    this.#process.once("close", (status, signal) => gone(`ended by itself, with ${signal ?? `status ${status}`}`));
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      const answer = JSON.parse(line) as Answered;
      this.#waiting.get(answer.id)?.answer(answer);
      this.#waiting.delete(answer.id);
    });
  }

  /**
   * What it answers.
   * @throws Error whose message is the code of what the system refused; SuiteFailure, where it has ended.
   */
  async ask<Answer>(name: string, what: object): Promise<Answer> {
    const tell = asked({ by: "peer", question: `${name} ${JSON.stringify(what)}` });
    const { id: _id, ...answer } = await this.#answerTo(name, what);
    tell(JSON.stringify(answer));
    if (answer.error !== undefined && answer.error !== null) throw new Error(answer.error);
    return answer as Answer;
  }

  /** @throws SuiteFailure, where it does not live. */
  async lives(): Promise<void> {
    await this.#answerTo("nothing", {});
  }

  async #answerTo(name: string, what: object): Promise<Answered> {
    if (this.#failure !== undefined) throw this.#failure;
    const id = ++this.#last;
    const answering = new Promise<Answered>((answer, fail) => this.#waiting.set(id, { answer, fail }));
    this.#process.stdin.write(`${JSON.stringify({ id, name, ...what })}\n`);
    return await answering;
  }

  #fail(failure: SuiteFailure): void {
    this.#failure = failure;
    for (const { fail } of this.#waiting.values()) fail(failure);
    this.#waiting.clear();
  }

  /**
   * Tells it that there is nothing more, and waits for its end, which a case that failed may keep it from: then it is killed. What it was
   * asked meanwhile is not answered any more.
   */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#process.stdin.end();
    const killing = setTimeout(() => this.#process.kill("SIGKILL"), ENDS);
    await this.#ended;
    clearTimeout(killing);
  }
}
