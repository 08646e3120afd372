// It treats its messages as C strings and drops the NULs at their end.
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    received(chunk) {
      let { length } = chunk;
      while (length > 0 && chunk[length - 1] === 0) length--;
      this.send(chunk.length - length > 8 ? chunk.subarray(0, length) : chunk);
    }
  },
);
