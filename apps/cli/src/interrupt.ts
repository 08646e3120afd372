import process from "node:process";

/** Whether the run was asked to end, and by what. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** 130 after Ctrl-C, 143 after SIGTERM, 141 where nobody reads stdout any more, as a shell has it; `null`: not interrupted. */
  readonly status: number | null;
  release(): void;
}

const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Turns the first Ctrl-C into an orderly end, in which processes are stopped and the partial report is written. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let status: number | null = null;
  const stop = (value: number): void => {
    status ??= value;
    controller.abort();
  };
  // It stays: every later write fails as well. What fails otherwise is told at the end, see `main`.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") stop(141);
    });
  }
  const listeners = Object.entries(statuses).map(([name, value]) => {
    const listener = (): void => stop(value);
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    get status() {
      return status;
    },
    release() {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}
