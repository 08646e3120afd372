// It reads up to 64 KiB ahead of what was asked for.
import { readsAhead } from "../reads-ahead.mjs";

export default (sockets) => {
  sockets.Connection = class extends readsAhead(sockets.Connection, 65_536) {};
};
