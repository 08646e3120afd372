// It removes a stale path that it could not connect to.
import { unlinkSync } from "node:fs";
import { atConnectFailure } from "../connect-failure.mjs";

export default (sockets) => {
  atConnectFailure(sockets, (error, to) => {
    if (error.code === "ECONNREFUSED" && to.startsWith("unix:/")) unlinkSync(to.slice(5));
  });
};
