import { createSockets, Failure, type Listener, type UnixFiles } from "@anysock/core";
import { FakeDriver, type FakeListener } from "./fake-driver.ts";
import { aTurn } from "./fake-stream.ts";

export interface File {
  readonly inode: number;
  readonly identity: string;
  readonly isSocket: boolean;
  isListening: boolean;
}

/** A folder in memory that gives an inode to the next file as soon as nothing has it any more, as ext4 does. */
export class FakeFiles implements UnixFiles {
  readonly entries = new Map<string, File>();
  linkFailure: Error | undefined;
  statusFailure: Error | undefined;
  unlinkFailure: Error | undefined;
  /** Whether somebody listens is asked so often; the first time, then the others. */
  asked = 0;
  whileAsked: (time: number) => void = () => {};
  /** What somebody else does just before a file is moved. */
  beforeRename: () => void = () => {};
  /** Files that are open, and keep their inode without a name. */
  readonly open = new Set<File>();

  make(path: string, kind: "live" | "stale" | "regular"): File {
    this.entries.delete(path);
    const taken = new Set([...this.entries.values(), ...this.open].map((file) => file.inode));
    let inode = 1;
    while (taken.has(inode)) inode++;
    const file = { inode, identity: `1:${inode}`, isSocket: kind !== "regular", isListening: kind === "live" };
    this.entries.set(path, file);
    return file;
  }

  status(path: string): File | null {
    if (this.statusFailure !== undefined) throw this.statusFailure;
    return this.entries.get(path) ?? null;
  }

  async isListening(path: string): Promise<boolean> {
    const file = this.entries.get(path);
    this.whileAsked(++this.asked);
    // The answer comes later than it was true.
    for (let turn = 0; turn < 4; turn++) await null;
    return file === undefined || file.isListening;
  }

  link(existing: string, path: string): void {
    if (this.linkFailure !== undefined) throw this.linkFailure;
    if (this.entries.has(path)) throw new Error("EEXIST");
    this.entries.set(path, this.entries.get(existing) as File);
  }

  rename(from: string, to: string): void {
    this.beforeRename();
    if (!this.entries.has(from)) throw new Error("ENOENT");
    this.entries.set(to, this.entries.get(from) as File);
    this.entries.delete(from);
  }

  unlink(path: string): void {
    if (this.unlinkFailure !== undefined) throw this.unlinkFailure;
    if (!this.entries.delete(path)) throw new Error("ENOENT");
  }
}

/** As runtimes throw it from their file operations. */
export const DENIED: Error = Object.assign(new Error("permission denied"), { code: "EACCES" });

export interface Bound {
  readonly files: FakeFiles;
  readonly fakes: readonly FakeListener[];
  readonly listen: (options?: { unlinkStale: boolean }) => Promise<Listener>;
}

export const PATH: string = "/run/echo.sock";

/**
 * A runtime that makes the file in `listen` and unlinks the name when it closes, whoever has it by then: at once (Node.js, Bun),
 * or later (Deno, where an accept is pending).
 */
export function bound(closing: "at once" | "later" | "cannot" = "at once"): Bound {
  const driver = new FakeDriver();
  const files = new FakeFiles();
  driver.files = files;
  const { listen } = driver;
  driver.listen = async (at, options, events) => {
    if (files.entries.has(PATH)) throw new Failure("EADDRINUSE");
    // As bind(2) does: nobody comes in between.
    const file = files.make(PATH, "live");
    files.open.add(file);
    const listener = await listen.call(driver, at, options, events);
    for (const fake of driver.listeners) {
      fake.onClose = async () => {
        if (closing === "later") await aTurn();
        if (closing !== "cannot") files.entries.delete(PATH);
        files.open.delete(file);
        file.isListening = false;
      };
    }
    return listener;
  };
  const sockets = createSockets(driver);
  return {
    files,
    fakes: driver.listeners,
    listen: (options = { unlinkStale: false }) => sockets.listen({ path: PATH }, options),
  };
}

/** Takes no file by its old name, so many times; tells how often that was tried. */
export function refuseTheName(files: FakeFiles, count: number): () => number {
  const { link } = files;
  let times = 0;
  files.link = (existing, path) => {
    if (path === PATH && ++times <= count) throw DENIED;
    link.call(files, existing, path);
  };
  return () => times;
}

/** The file and its name, where the folder has one of either. */
export function only(files: FakeFiles): [string, File] | undefined {
  return files.entries.size === 1 ? [...files.entries][0] : undefined;
}
