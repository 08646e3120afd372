/** A program to run, as its own process. No shell is involved. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  /** Added to this process's environment. */
  readonly env?: Record<string, string>;
  readonly cwd?: string;
}
