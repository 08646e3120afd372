// It drops what it has not delivered when the peer's FIN arrives.
import { readsAhead } from "../reads-ahead.mjs";

export default (sockets) => {
  sockets.Connection = class extends readsAhead(sockets.Connection, 65_536) {
    constructor(...options) {
      super(...options);
      this.socket.prependOnceListener("end", () => this.forget());
    }
  };
};
