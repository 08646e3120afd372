import { linkSync, lstatSync, renameSync, unlinkSync } from "node:fs";
import type { UnixFiles } from "@anysock/core";
import { connect } from "./connect.ts";

export const files: UnixFiles = {
  status(path) {
    const stat = lstatSync(path, { throwIfNoEntry: false, bigint: true });
    return stat === undefined ? null : { identity: `${stat.dev}:${stat.ino}`, isSocket: stat.isSocket() };
  },

  /** Connecting asks the file itself, by whatever name it was bound. Only a refusal says that nobody is there. */
  isListening(path) {
    return new Promise((resolve) => {
      connect(
        { family: "unix", path },
        { noDelay: true, keepAlive: false },
        {
          connected(stream) {
            stream.destroy("release");
            resolve(true);
          },
          failed(failure) {
            resolve(failure.code !== "ECONNREFUSED");
          },
        },
      );
    });
  },

  link: linkSync,
  rename: renameSync,
  unlink: unlinkSync,
};
