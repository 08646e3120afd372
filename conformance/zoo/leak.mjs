import { openSync } from "node:fs";

/** Stands for the descriptor of a socket that is never closed: Node itself closes those. */
export function leak() {
  openSync("/dev/null");
}
