export { burst } from "./burst.ts";
export { held } from "./held.ts";
export { interleaved } from "./interleaved.ts";
export { nextClient } from "./next-client.ts";
export { oneLeaves } from "./one-leaves.ts";
export { parallelBulk } from "./parallel-bulk.ts";
export { silentClient } from "./silent-client.ts";
