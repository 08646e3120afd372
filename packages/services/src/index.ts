/**
 * Small services as handlers for `serve()` and `serveDatagrams()`: echo (RFC 862), discard (RFC 863) and the tutorial's upper.
 *
 * @module
 */
export { type DatagramService, type DatagramServiceName, datagramServices } from "./datagrams.ts";
export { discard } from "./discard.ts";
export { echo } from "./echo.ts";
export { type StreamService, type StreamServiceName, streamServices } from "./table.ts";
export { upper } from "./upper.ts";
