// It reads ahead without bound while nobody asks for bytes.
import { readsAhead } from "../reads-ahead.mjs";

export default (sockets) => {
  sockets.Connection = class extends readsAhead(sockets.Connection, Number.POSITIVE_INFINITY) {};
};
