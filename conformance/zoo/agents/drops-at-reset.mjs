// It drops what it has not delivered when a reset arrives.
import { readsAhead } from "../reads-ahead.mjs";

export default (sockets) => {
  sockets.Connection = class extends readsAhead(sockets.Connection, 65_536) {
    failed(error) {
      this.forget();
      super.failed(error);
    }
  };
};
