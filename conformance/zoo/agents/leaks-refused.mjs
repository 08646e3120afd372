// It keeps the descriptor of a connect that failed.
import { atConnectFailure } from "../connect-failure.mjs";
import { leak } from "../leak.mjs";

export default (sockets) => {
  atConnectFailure(sockets, leak);
};
