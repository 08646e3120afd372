/** How a program ended: by itself with a status, or by a signal. */
export type Ending =
  | { readonly status: number; readonly signal: null }
  | { readonly status: null; readonly signal: NodeJS.Signals };

/** Rejects where the program cannot be started. */
export function runInPlace(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ending>;
