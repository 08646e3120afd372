import { linkSync, lstatSync, renameSync, unlinkSync } from "node:fs";
import { connect } from "node:net";
import { codeOf, type UnixFiles } from "@anysock/core";

export const files: UnixFiles = {
  status(path) {
    const stat = lstatSync(path, { throwIfNoEntry: false, bigint: true });
    return stat === undefined ? null : { identity: `${stat.dev}:${stat.ino}`, isSocket: stat.isSocket() };
  },

  /** Connecting asks the file itself, by whatever name it was bound. Only a refusal says that nobody is there. */
  isListening(path) {
    return new Promise((resolve) => {
      const socket = connect({ path });
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", (error) => resolve(codeOf(error) !== "ECONNREFUSED"));
    });
  },

  link: linkSync,
  rename: renameSync,
  unlink: unlinkSync,
};
