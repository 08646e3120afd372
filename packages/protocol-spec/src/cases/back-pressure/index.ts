export { amount } from "./amount.ts";
export { memory } from "./memory.ts";
export { nothingLost } from "./nothing-lost.ts";
export { readWaits } from "./read-waits.ts";
export { slowAndFast } from "./slow-and-fast.ts";
export { stalls } from "./stalls.ts";
export { stopAndGo } from "./stop-and-go.ts";
export { writeWaits } from "./write-waits.ts";
