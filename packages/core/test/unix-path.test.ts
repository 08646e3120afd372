import { createSockets, type Listener, type UnixFiles } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { FakeDriver } from "./fake-driver.ts";

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
    this.link(from, to);
    this.entries.delete(from);
  }

  unlink(path: string): void {
    if (!this.entries.delete(path)) throw new Error("ENOENT");
  }
}

interface Bound {
  readonly files: FakeFiles;
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
  return { files, listen: (options = { unlinkStale: false }) => sockets.listen({ path: PATH }, options) };
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
