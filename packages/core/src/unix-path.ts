import { asFailure } from "./as-socket-error.ts";
import { Failure, type UnixFiles } from "./driver.ts";
import type { PathHold } from "./listener.ts";

/**
 * Makes room for a Unix listener: a path whose process is gone is removed, when asked. Anything else stays: a live
 * listener, or a file that is no socket, is the runtime's EADDRINUSE.
 */
export async function removeStale(files: UnixFiles, path: string): Promise<void> {
  const found = statusOrNothing(files, path);
  if (found === null || !found.isSocket || (await files.isListening(path))) return;
  // Others may do the same at the same time, and what they bind can have the inode that the dead file had: ext4 gives it
  // out again at once. A second name keeps the inode taken, so that from here on an equal identity is the same file.
  const pin = pinned(files, path);
  if (pin === null) return;
  try {
    // Asked again, because what was asked before need not be what the second name has got.
    if (!(await files.isListening(path))) takeAway(files, path, pin);
  } finally {
    files.unlink(pin);
  }
}

/** A second name of the file at `path`; `null` where nothing is there any more. */
function pinned(files: UnixFiles, path: string): string | null {
  const pin = spareName(path);
  try {
    files.link(path, pin);
  } catch (error) {
    if (statusOrNothing(files, path) === null) return null;
    const { code, cause, detail = String(cause ?? error) } = asFailure(error);
    throw new Failure(code, cause, `stale, but to replace it takes a second name for it, which is refused: ${detail}`);
  }
  return pin;
}

/** Removes the file at `path` if it is that of `pin`. The look and the removal are two calls, so what was moved is looked at. */
function takeAway(files: UnixFiles, path: string, pin: string): void {
  const dead = files.status(pin);
  if (dead?.isSocket !== true || files.status(path)?.identity !== dead.identity) return;
  const taken = spareName(path);
  try {
    files.rename(path, taken);
  } catch (error) {
    // Where another starter has been faster, there is nothing left to do.
    if (files.status(path)?.identity !== dead.identity) return;
    throw error;
  }
  if (files.status(taken)?.identity === dead.identity) files.unlink(taken);
  else giveBack(files, taken, path);
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
 * then (denoland/deno#31947, oven-sh/bun#28798, libuv's uv__pipe_close). Core itself unlinks nothing here: once the socket
 * is closed, the next file can have its inode.
 */
export function holdPath(files: UnixFiles, path: string): PathHold {
  const ours = statusOrNothing(files, path)?.identity;
  return {
    async release(close): Promise<void> {
      // Until it is closed, our socket keeps its inode from being given to another file.
      const now = statusOrNothing(files, path)?.identity;
      if (now !== undefined && now !== ours) {
        await keepForeign(files, path, close);
        return;
      }
      await close();
      if (now !== undefined && statusOrNothing(files, path)?.identity === now) tellWhyLeft(files, path);
    },
  };
}

/**
 * Runtimes do not tell that they could not unlink. What has the inode of our file afterwards is that file, or somebody's who
 * came at once; a second name is refused for the same reasons as unlinking, and harms nobody where it is not.
 */
function tellWhyLeft(files: UnixFiles, path: string): void {
  const spare = spareName(path);
  files.link(path, spare);
  files.unlink(spare);
}

/** The path belongs to somebody else: a second name keeps the file while the runtime unlinks the first one. */
async function keepForeign(files: UnixFiles, path: string, close: () => Promise<void>): Promise<void> {
  const spare = spareName(path);
  try {
    files.link(path, spare);
  } catch {
    // Where the folder takes no second name, the runtime can hardly take the first one away; closing goes before that.
    return close();
  }
  const closed = close();
  try {
    // Runtimes that unlink at once: nobody finds the name missing for longer than these two calls take.
    if (files.status(path) === null) files.link(spare, path);
  } catch {
    // Tried again below, when the descriptor is gone in any case.
  }
  try {
    await closed;
  } finally {
    giveBack(files, spare, path);
  }
}

/** `path` for what has been kept as `spare`, unless somebody has come in between: `link` replaces nothing, `rename` would. */
function giveBack(files: UnixFiles, spare: string, path: string): void {
  try {
    if (files.status(path) === null) files.link(spare, path);
  } catch (error) {
    // What has no other name keeps this one.
    if (files.status(path) === null) throw error;
  }
  files.unlink(spare);
}

/** Beside the path, because a second name has to be in the same file system. */
function spareName(path: string): string {
  return `${path}.${crypto.randomUUID()}`;
}
