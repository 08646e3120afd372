export { ends } from "./ends.ts";
export { fourBytes } from "./four-bytes.ts";
export { reset } from "./reset.ts";
export { seconds } from "./seconds.ts";
export { stayingClient } from "./staying-client.ts";
