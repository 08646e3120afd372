import { kernel } from "./kernel.ts";

/** Deno's own asks for this permission alone; the type of the query does not know it yet. */
const umask = { name: "sys", kind: "umask" } as unknown as Deno.PermissionDescriptor;

export function maySetUmask(): boolean {
  return Deno.build.os !== "windows" && Deno.permissions.querySync(umask).state === "granted";
}

/**
 * Makes a file that nobody can open whom `mode` does not let, at any time: `make` is done under a umask that takes all other bits away
 * besides those that it takes anyway, and chmod(2) gives the rest. The umask is the process's: nothing else may be done in `make`.
 */
export function makeWithMode<T>(path: string, mode: number, make: () => T): T {
  const mask = maySetUmask() ? Deno.umask.bind(Deno) : (value: number): number => kernel().umask(value);
  const before = mask(0o777);
  mask(before | (0o777 & ~mode));
  let made: T;
  try {
    made = make();
  } finally {
    mask(before);
  }
  Deno.chmodSync(path, mode);
  return made;
}
