import { createSockets, Failure, type Listener, serve, type UnixFiles } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { FakeDriver, type FakeListener } from "./fake-driver.ts";
import { aTurn } from "./fake-stream.ts";
import { code, failure } from "./sentences.ts";

interface File {
  readonly inode: number;
  readonly identity: string;
  readonly isSocket: boolean;
  isListening: boolean;
}

/** A folder in memory that gives an inode to the next file as soon as nothing has it any more, as ext4 does. */
class FakeFiles implements UnixFiles {
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
const DENIED = Object.assign(new Error("permission denied"), { code: "EACCES" });

interface Bound {
  readonly files: FakeFiles;
  readonly fakes: readonly FakeListener[];
  readonly listen: (options?: { unlinkStale: boolean }) => Promise<Listener>;
}

const PATH = "/run/echo.sock";

/**
 * A runtime that makes the file in `listen` and unlinks the name when it closes, whoever has it by then: at once (Node.js, Bun),
 * or later (Deno, where an accept is pending).
 */
function bound(closing: "at once" | "later" | "cannot" = "at once"): Bound {
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
function refuseTheName(files: FakeFiles, count: number): () => number {
  const { link } = files;
  let times = 0;
  files.link = (existing, path) => {
    if (path === PATH && ++times <= count) throw DENIED;
    link.call(files, existing, path);
  };
  return () => times;
}

/** The file and its name, where the folder has one of either. */
function only(files: FakeFiles): [string, File] | undefined {
  return files.entries.size === 1 ? [...files.entries][0] : undefined;
}

describe("a Unix path that is stale", () => {
  test("is replaced only when asked", async () => {
    const { files, listen } = bound();
    const stale = files.make(PATH, "stale");
    expect(await code(listen({ unlinkStale: false }))).toBe("EADDRINUSE");
    expect(only(files)).toEqual([PATH, stale]);
    await listen({ unlinkStale: true });
    expect(only(files)).toMatchObject([PATH, { isListening: true }]);
  });

  test("is given to one of two who ask for it, though what the first binds has the inode of the stale file", async () => {
    // The second starts at each point of what the first does.
    for (let later = 0; later < 20; later++) {
      const { files, listen } = bound();
      files.make(PATH, "stale");
      const first = listen({ unlinkStale: true });
      for (let at = 0; at < later; at++) await null;
      const both = await Promise.allSettled([first, listen({ unlinkStale: true })]);
      expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(only(files)).toMatchObject([PATH, { isListening: true }]);
    }
  });

  test.each([1, 2])("and that somebody took over while it was found dead (question %i) stays", async (time) => {
    const { files, listen } = bound();
    files.make(PATH, "stale");
    let live: File | undefined;
    files.whileAsked = (now) => {
      if (now === time) live = files.make(PATH, "live");
    };
    expect(await code(listen({ unlinkStale: true }))).toBe("EADDRINUSE");
    expect(only(files)).toEqual([PATH, live]);
  });

  test("and that somebody took over just before it is removed is given back", async () => {
    const { files, listen } = bound();
    files.make(PATH, "stale");
    let live: File | undefined;
    files.beforeRename = () => {
      live = files.make(PATH, "live");
    };
    expect(await code(listen({ unlinkStale: true }))).toBe("EADDRINUSE");
    expect(only(files)).toEqual([PATH, live]);
  });

  test("and that a file that is no socket took over stays", async () => {
    const { files, listen } = bound();
    files.make(PATH, "stale");
    let file: File | undefined;
    files.whileAsked = (now) => {
      if (now === 1) file = files.make(PATH, "regular");
    };
    expect(await code(listen({ unlinkStale: true }))).toBe("EADDRINUSE");
    expect(only(files)).toEqual([PATH, file]);
  });

  test("and that is gone before it is removed is no failure", async () => {
    const { files, listen } = bound();
    files.make(PATH, "stale");
    files.whileAsked = () => files.entries.delete(PATH);
    files.linkFailure = DENIED;
    await listen({ unlinkStale: true });
    expect(only(files)).toMatchObject([PATH, { isListening: true }]);
  });

  test("and that another starter removes just before is no failure", async () => {
    const { files, listen } = bound();
    files.make(PATH, "stale");
    files.beforeRename = () => files.entries.delete(PATH);
    await listen({ unlinkStale: true });
    expect(only(files)).toMatchObject([PATH, { isListening: true }]);
  });

  test("and that cannot be replaced safely fails listening, in the words of the system, and stays", async () => {
    const { files, listen } = bound();
    const stale = files.make(PATH, "stale");
    files.linkFailure = DENIED;
    const error = await failure(listen({ unlinkStale: true }));
    expect(error).toMatchObject({ code: "EACCES", operation: "listen", address: { path: PATH }, cause: DENIED });
    expect(error.message).toContain("takes a second name for it, which is refused: Error: permission denied");
    expect(only(files)).toEqual([PATH, stale]);
  });

  test.each(["moved", "removed"])("and that cannot be %s fails listening, in the words of the system", async (what) => {
    const { files, listen } = bound();
    files.make(PATH, "stale");
    if (what === "removed") files.unlinkFailure = DENIED;
    else
      files.beforeRename = () => {
        throw DENIED;
      };
    const error = await failure(listen({ unlinkStale: true }));
    expect(error).toMatchObject({ code: "EACCES", operation: "listen", address: { path: PATH }, cause: DENIED });
  });
});

describe("a Unix path", () => {
  test.each(["live", "regular"] as const)("that is %s is never replaced", async (kind) => {
    const { files, listen } = bound();
    const file = files.make(PATH, kind);
    expect(await code(listen({ unlinkStale: true }))).toBe("EADDRINUSE");
    expect(only(files)).toEqual([PATH, file]);
  });

  test.each(["at once", "later"] as const)("is gone after close, where the runtime unlinks it %s", async (closing) => {
    const { files, listen } = bound(closing);
    await (await listen()).close();
    expect([...files.entries.keys()]).toEqual([]);
  });

  test.each(["at once", "later"] as const)(
    "that belongs to somebody else by then stays, where the runtime unlinks it %s",
    async (closing) => {
      const { files, listen } = bound(closing);
      const listener = await listen();
      const foreign = files.make(PATH, "live");
      await listener.close();
      expect(only(files)).toEqual([PATH, foreign]);
    },
  );

  test("that somebody binds as soon as it is unlinked stays, though the file has the inode of the listener's", async () => {
    const { files, listen } = bound();
    const listener = await listen();
    const ours = files.status(PATH);
    const closing = listener.close();
    const foreign = files.make(PATH, "live");
    expect(foreign.identity).toBe(ours?.identity);
    await closing;
    expect(only(files)).toEqual([PATH, foreign]);
  });

  test("that somebody binds while another's is given back stays", async () => {
    const { files, fakes, listen } = bound();
    const listener = await listen();
    files.make(PATH, "live");
    const [fake] = fakes;
    const { onClose } = fake ?? {};
    let third: File | undefined;
    if (fake !== undefined)
      fake.onClose = () => {
        void onClose?.();
        third = files.make(PATH, "live");
      };
    await listener.close();
    expect(only(files)).toEqual([PATH, third]);
  });

  test("that cannot be removed is told by close, once the listener is closed", async () => {
    const { files, listen } = bound("cannot");
    const listener = await listen();
    files.linkFailure = DENIED;
    const error = await failure(listener.close());
    expect(error).toMatchObject({ code: "EACCES", operation: "close", address: { path: PATH }, cause: DENIED });
    expect(await code(listener.accept())).toBe("ECLOSED");
  });

  test("that cannot be removed is told by drain, after its handlers and to nobody else", async () => {
    const { files, fakes, listen } = bound("cannot");
    const server = serve(await listen(), async (connection) => void (await connection.readChunk()));
    const stream = fakes[0]?.bring();
    await aTurn();
    files.linkFailure = DENIED;
    const drained = server.drain();
    // Long enough for the runtime to call a rejection unhandled.
    await aTurn();
    stream?.bring("x", null);
    expect(await failure(drained)).toMatchObject({ code: "EACCES", operation: "close" });
    expect(stream?.destroyed).toBe("release");
  });

  test("of somebody else keeps its one name where giving it back fails at first", async () => {
    const { files, listen } = bound();
    const listener = await listen();
    const foreign = files.make(PATH, "live");
    const times = refuseTheName(files, 1);
    await listener.close();
    expect(times()).toBe(2);
    expect(only(files)).toEqual([PATH, foreign]);
  });

  test("of somebody else that cannot be given back is told by close, and the file keeps its second name", async () => {
    const { files, listen } = bound();
    const listener = await listen();
    const foreign = files.make(PATH, "live");
    refuseTheName(files, 2);
    expect(await failure(listener.close())).toMatchObject({ code: "EACCES", operation: "close", cause: DENIED });
    expect(only(files)).toEqual([expect.stringMatching(`^${PATH}.`), foreign]);
  });

  test.each(["linkFailure", "statusFailure"] as const)(
    "that cannot be looked after (%s) does not keep the listener open",
    async (what) => {
      const { files, listen } = bound();
      const listener = await listen();
      files.make(PATH, "live");
      files[what] = new Error("EPERM");
      await listener.close();
      expect(files.entries.has(PATH)).toBe(false);
    },
  );
});
