import { serve } from "@anysock/core";
import { describe, expect, test } from "vitest";
import { bound, DENIED, type File, only, PATH, refuseTheName } from "./fake-files.ts";
import { aTurn } from "./fake-stream.ts";
import { code, failure } from "./sentences.ts";

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
