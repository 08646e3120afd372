import { describe, expect, test } from "vitest";
import { bound, DENIED, type File, only, PATH } from "./fake-files.ts";
import { code, failure } from "./sentences.ts";

describe("a Unix path that is stale", () => {
  test("is replaced only when asked", async () => {
    const { files, listen } = bound();
    const stale = files.make(PATH, "stale");
    const error = await failure(listen({ unlinkStale: false }));
    expect(error.message).toMatch(/^listen unix:\/run\/echo.sock: EADDRINUSE \(.+ `unlinkStale: true` replaces\)$/);
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
