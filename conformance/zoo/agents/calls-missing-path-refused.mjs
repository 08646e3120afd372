// It reports a missing Unix path as a refusal.
import { atConnectFailure } from "../connect-failure.mjs";

export default (sockets) => {
  atConnectFailure(sockets, (error) => {
    if (error.code === "ENOENT") error.code = "ECONNREFUSED";
  });
};
