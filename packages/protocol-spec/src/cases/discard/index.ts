export { ends } from "./ends.ts";
export { keepsNothing } from "./keeps-nothing.ts";
export { nothingSent } from "./nothing-sent.ts";
export { reset } from "./reset.ts";
export { silent } from "./silent.ts";
export { silentClient } from "./silent-client.ts";
export { staysOpen } from "./stays-open.ts";
export { takesEverything } from "./takes-everything.ts";
