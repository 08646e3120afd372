export { ends } from "./ends.ts";
export { keepsNothing } from "./keeps-nothing.ts";
export { nothingSent } from "./nothing-sent.ts";
export { otherClients } from "./other-clients.ts";
export { silent } from "./silent.ts";
export { staysOpen } from "./stays-open.ts";
export { takesEverything } from "./takes-everything.ts";
