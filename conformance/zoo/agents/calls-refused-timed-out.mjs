// It reports a refused connection as a timeout.
import { atConnectFailure } from "../connect-failure.mjs";

export default (sockets) => {
  atConnectFailure(sockets, (error, to) => {
    if (error.code === "ECONNREFUSED" && to.startsWith("tcp:")) error.code = "ETIMEDOUT";
  });
};
