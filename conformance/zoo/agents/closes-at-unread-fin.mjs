// It closes the connection when the peer's FIN arrives, before anybody reads it.
import { readsAhead } from "../reads-ahead.mjs";

export default (sockets) => {
  sockets.Connection = class extends readsAhead(sockets.Connection, 65_536) {
    constructor(...options) {
      super(...options);
      this.socket.prependOnceListener("end", () => {
        if (this.reader === null) this.socket.end();
      });
    }
  };
};
