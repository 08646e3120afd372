// It has a code of its own for a path that is no socket.
import { lstatSync } from "node:fs";
import { atConnectFailure } from "../connect-failure.mjs";

export default (sockets) => {
  atConnectFailure(sockets, (error, to) => {
    if (to.startsWith("unix:/") && lstatSync(to.slice(5), { throwIfNoEntry: false })?.isFile()) error.code = "ENOTSOCK";
  });
};
