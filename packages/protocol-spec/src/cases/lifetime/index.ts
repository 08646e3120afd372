export { abandonedEchoes } from "./abandoned-echoes.ts";
export { ownDescriptors } from "./own-descriptors.ts";
export { resetConnections } from "./reset-connections.ts";
export { shortConnections } from "./short-connections.ts";
