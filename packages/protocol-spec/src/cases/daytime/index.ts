export { ascii } from "./ascii.ts";
export { atOnce } from "./at-once.ts";
export { ends } from "./ends.ts";
export { oneLine } from "./one-line.ts";
export { printing } from "./printing.ts";
export { reset } from "./reset.ts";
export { stayingClient } from "./staying-client.ts";
export { surplus } from "./surplus.ts";
