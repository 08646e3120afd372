// It reads up to 4 MiB ahead of what was asked for.
import { readsAhead } from "../reads-ahead.mjs";

export default (sockets) => {
  sockets.Connection = class extends readsAhead(sockets.Connection, 4 * 1024 * 1024) {};
};
