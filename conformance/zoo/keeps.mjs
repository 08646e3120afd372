import { Echo } from "./server.mjs";

/** An echo that drops what exceeds so many bytes of a connection. */
export function keeps(bytes) {
  return class extends Echo {
    left = bytes;

    received(chunk) {
      this.send(chunk.subarray(0, this.left));
      this.left = Math.max(0, this.left - chunk.length);
    }
  };
}
