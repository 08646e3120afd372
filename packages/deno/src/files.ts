import { codeOf, type UnixFiles } from "@anysock/core";
import { failureOf } from "./failure.ts";

export const files: UnixFiles = {
  status(path) {
    try {
      const { dev, ino, isSocket } = Deno.lstatSync(path);
      return { identity: `${dev}:${ino}`, isSocket: isSocket === true };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw failureOf(error);
    }
  },

  /** Connecting asks the file itself, by whatever name it was bound. Only a refusal says that nobody is there. */
  async isListening(path) {
    try {
      const connection = await Deno.connect({ transport: "unix", path });
      connection.close();
      return true;
    } catch (error) {
      return codeOf(error) !== "ECONNREFUSED";
    }
  },

  link: (existing, path) => told(() => Deno.linkSync(existing, path)),
  rename: (from, to) => told(() => Deno.renameSync(from, to)),
  unlink: (path) => told(() => Deno.removeSync(path)),
};

/** With `--allow-write=PATH` a second name is not permitted, and that error of Deno's has no code. */
function told(act: () => void): void {
  try {
    act();
  } catch (error) {
    throw failureOf(error);
  }
}
