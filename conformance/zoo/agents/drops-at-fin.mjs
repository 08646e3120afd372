// It drops the many bytes that it has not delivered when the peer's FIN arrives.
import { readsAhead } from "../reads-ahead.mjs";

export default (sockets) => {
  sockets.Connection = class extends readsAhead(sockets.Connection, 65_536) {
    constructor(...options) {
      super(...options);
      // Whether a few bytes are delivered before the FIN behind them arrives is a coincidence.
      this.socket.prependOnceListener("end", () => this.held > 1000 && this.forget());
    }
  };
};
