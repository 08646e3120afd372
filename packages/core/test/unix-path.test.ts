import { createSockets, type Listener, serve, type UnixFiles } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { FakeDriver, type FakeListener } from "./fake-driver.ts";
import { aTurn } from "./fake-stream.ts";
import { code, failure } from "./sentences.ts";

interface File {
  readonly identity: string;
  readonly isSocket: boolean;
  isListening: boolean;
}

/** A folder in memory. */
class FakeFiles implements UnixFiles {
  readonly entries = new Map<string, File>();
  linkFailure: Error | undefined;
  statusFailure: Error | undefined;
  unlinkFailure: Error | undefined;
  /** For the next call only. */
  renameFailure: Error | undefined;
  whileAsked: () => void = () => {};
  #inode = 0;

  make(path: string, kind: "live" | "stale" | "regular"): File {
    const file = { identity: `1:${++this.#inode}`, isSocket: kind !== "regular", isListening: kind === "live" };
    this.entries.set(path, file);
    return file;
  }

  status(path: string): File | null {
    if (this.statusFailure !== undefined) throw this.statusFailure;
    return this.entries.get(path) ?? null;
  }

  async isListening(path: string): Promise<boolean> {
    const answer = this.entries.get(path)?.isListening ?? false;
    this.whileAsked();
    return answer;
  }

  link(existing: string, path: string): void {
    if (this.linkFailure !== undefined) throw this.linkFailure;
    this.entries.set(path, this.entries.get(existing) as File);
  }

  rename(from: string, to: string): void {
    const failure = this.renameFailure;
    this.renameFailure = undefined;
    if (failure !== undefined) throw failure;
    this.link(from, to);
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

/** A runtime that makes the file in `listen` and unlinks the name when it closes, whoever has it by then. */
function bound(closing: "unlinks" | "leaves" = "unlinks"): Bound {
  const driver = new FakeDriver();
  const files = new FakeFiles();
  driver.files = files;
  const { listen } = driver;
  driver.listen = async (at, options, events) => {
    const listener = await listen.call(driver, at, options, events);
    files.make(PATH, "live");
    for (const fake of driver.listeners) {
      fake.onClose = () => {
        if (closing === "unlinks") files.entries.delete(PATH);
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

describe("a Unix path", () => {
  test("that a dead process left behind is removed only when asked", async () => {
    const { files, listen } = bound();
    const stale = files.make(PATH, "stale");
    let found: File | null = null;
    const { unlink } = files;
    files.unlink = (path) => {
      found = files.status(path);
      unlink.call(files, path);
    };
    await listen({ unlinkStale: false });
    expect(found).toBe(null);
    files.entries.set(PATH, stale);
    await listen({ unlinkStale: true });
    expect(found).toBe(stale);
  });

  test.each(["live", "regular"] as const)("that is %s stays", async (kind) => {
    const { files, listen } = bound();
    files.make(PATH, kind);
    let removed = false;
    files.unlink = () => {
      removed = true;
    };
    await listen({ unlinkStale: true });
    expect(removed).toBe(false);
  });

  test("that somebody took over while it was found dead stays", async () => {
    const { files, listen } = bound();
    files.make(PATH, "stale");
    files.whileAsked = () => files.make(PATH, "live");
    let removed = false;
    files.unlink = () => {
      removed = true;
    };
    await listen({ unlinkStale: true });
    expect(removed).toBe(false);
  });

  test.each(["unlinks", "leaves"] as const)("is gone after close, where the runtime %s it", async (closing) => {
    const { files, listen } = bound(closing);
    await (await listen()).close();
    expect([...files.entries.keys()]).toEqual([]);
  });

  test.each(["unlinks", "leaves"] as const)(
    "that belongs to somebody else by then stays, where the runtime %s it",
    async (closing) => {
      const { files, listen } = bound(closing);
      const listener = await listen();
      const foreign = files.make(PATH, "live");
      await listener.close();
      expect([...files.entries]).toEqual([[PATH, foreign]]);
    },
  );

  test("that is stale and cannot be removed fails listening, in the words of the system", async () => {
    const { files, listen } = bound();
    files.make(PATH, "stale");
    files.unlinkFailure = DENIED;
    const error = await failure(listen({ unlinkStale: true }));
    expect(error).toMatchObject({ code: "EACCES", operation: "listen", address: { path: PATH }, cause: DENIED });
  });

  test("that cannot be removed is told by close, once the listener is closed", async () => {
    const { files, listen } = bound("leaves");
    const listener = await listen();
    files.unlinkFailure = DENIED;
    const error = await failure(listener.close());
    expect(error).toMatchObject({ code: "EACCES", operation: "close", address: { path: PATH }, cause: DENIED });
    expect(await code(listener.accept())).toBe("ECLOSED");
  });

  test("that cannot be removed is told by drain, after its handlers and to nobody else", async () => {
    const { files, fakes, listen } = bound("leaves");
    const server = serve(await listen(), async (connection) => void (await connection.readChunk()));
    const stream = fakes[0]?.bring();
    await aTurn();
    files.unlinkFailure = DENIED;
    const drained = server.drain();
    // Long enough for the runtime to call a rejection unhandled.
    await aTurn();
    stream?.bring("x", null);
    expect(await failure(drained)).toMatchObject({ code: "EACCES", operation: "close" });
    expect(stream?.destroyed).toBe("release");
  });

  test.each(["unlinks", "leaves"] as const)(
    "of somebody else keeps its one name where giving it back fails at first and the runtime %s it",
    async (closing) => {
      const { files, listen } = bound(closing);
      const listener = await listen();
      const foreign = files.make(PATH, "live");
      files.renameFailure = DENIED;
      await listener.close();
      expect([...files.entries]).toEqual([[PATH, foreign]]);
    },
  );

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
