import { readFileSync } from "node:fs";

/** How often the processes are looked at, in milliseconds. */
const EVERY = 10;

interface Seen {
  readonly first: number;
  last: number;
}

/**
 * The time that processes which work one after the other need by themselves, whatever else the machine does: what they compute,
 * and how long all of them wait for nothing but time. Not in it is how long one of them could have run and was not let.
 * From `/proc/PID/schedstat` and the state in `/proc/PID/stat` of their main threads (proc(5)), looked at every 10 ms.
 */
export class OwnTime {
  readonly #pids: () => readonly number[];
  readonly #seen = new Map<number, Seen>();
  readonly #timer: ReturnType<typeof setInterval>;
  #waiting = 0;
  #at: number = performance.now();

  /** Those of `pids` that were there at the beginning have computed before; what others have is counted from their start. */
  constructor(pids: () => readonly number[]) {
    this.#pids = pids;
    for (const pid of pids()) this.#look(pid, true);
    this.#timer = setInterval(() => this.#lookAtAll(), EVERY);
  }

  /** All in milliseconds. */
  stop(): { readonly computing: number; readonly waiting: number } {
    clearInterval(this.#timer);
    const computing = [...this.#seen.values()].reduce((sum, { first, last }) => sum + last - first, 0);
    return { computing, waiting: this.#waiting };
  }

  #lookAtAll(): void {
    const now = performance.now();
    // Each of them is looked at: the first that runs does not settle what the others have computed.
    const running = this.#pids().filter((pid) => this.#look(pid, false));
    if (running.length === 0) this.#waiting += now - this.#at;
    this.#at = now;
  }

  /** Whether it runs, or would if it were let. */
  #look(pid: number, wasThere: boolean): boolean {
    try {
      const [computed = "0"] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
      const last = Number(computed) / 1e6;
      const seen = this.#seen.get(pid);
      if (seen === undefined) this.#seen.set(pid, { first: wasThere ? last : 0, last });
      else seen.last = last;
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return stat.slice(stat.lastIndexOf(")") + 2).startsWith("R");
    } catch {
      // It has ended.
      return false;
    }
  }
}
