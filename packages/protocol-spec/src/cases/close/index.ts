export { chattyPeer } from "./chatty-peer.ts";
export { delivers } from "./delivers.ts";
export { dropped } from "./dropped.ts";
export { droppedResets } from "./dropped-resets.ts";
export { goodOrder } from "./good-order.ts";
export { pendingRead } from "./pending-read.ts";
export { silentPeer } from "./silent-peer.ts";
export { twice } from "./twice.ts";
