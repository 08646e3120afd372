import type { UnixFiles } from "./driver.ts";
import type { PathHold } from "./listener.ts";

/**
 * Makes room for a Unix listener: a path whose process is gone is removed, when asked. Anything else stays: a live
 * listener, or a file that is no socket, is the runtime's EADDRINUSE.
 */
export async function removeStale(files: UnixFiles, path: string): Promise<void> {
  const before = statusOrNothing(files, path);
  if (before === null || !before.isSocket || (await files.isListening(path))) return;
  // Somebody may have come in between; then the path is no longer what was found dead.
  if (files.status(path)?.identity === before.identity) files.unlink(path);
}

/** A path that cannot be looked at (a part of it is a file, or is closed to us) is reported by the bind itself. */
function statusOrNothing(files: UnixFiles, path: string): ReturnType<UnixFiles["status"]> {
  try {
    return files.status(path);
  } catch {
    return null;
  }
}

/**
 * Remembers which file a listener made, because all three runtimes unlink the *name* when they close, whoever has it by
 * then (denoland/deno#31947, oven-sh/bun#28798, libuv's uv__pipe_close).
 */
export function holdPath(files: UnixFiles, path: string): PathHold {
  const ours = statusOrNothing(files, path)?.identity;
  return {
    async release(close): Promise<void> {
      const now = statusOrNothing(files, path)?.identity;
      if (now === undefined || now === ours) {
        await close();
        // Runtimes differ in whether they unlink; ours goes, in any case.
        if (ours !== undefined && statusOrNothing(files, path)?.identity === ours) files.unlink(path);
        return;
      }
      await keepForeign(files, path, now, close);
    },
  };
}

/** The path belongs to somebody else: a second name keeps the file while the runtime unlinks the first one. */
async function keepForeign(
  files: UnixFiles,
  path: string,
  identity: string,
  close: () => Promise<void>,
): Promise<void> {
  const spare = `${path}.${Math.trunc(performance.now() * 1000).toString(36)}`;
  try {
    files.link(path, spare);
  } catch {
    // Where the folder takes no second name, the runtime can hardly take the first one away; closing goes before that.
    return close();
  }
  const closed = close();
  try {
    // The runtimes unlink at once, so nobody finds the name missing for longer than these two calls take.
    if (files.status(path) === null) files.rename(spare, path);
  } catch {
    // Tried again below, when the descriptor is gone in any case.
  }
  try {
    await closed;
  } finally {
    if (files.status(path) === null && files.status(spare)?.identity === identity) files.rename(spare, path);
    else if (files.status(spare) !== null) files.unlink(spare);
  }
}
