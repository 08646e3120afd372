/**
 * Small services as handlers for `serve()` and `serveDatagrams()`: echo (RFC 862), discard (863), chargen (864), daytime (867), time (868)
 * and the tutorial's upper.
 *
 * @module
 */
export { chargen } from "./chargen.ts";
export { chargenDatagram } from "./chargen-datagram.ts";
export type { Clock } from "./clock.ts";
export { type DatagramService, type DatagramServiceName, datagramServices } from "./datagrams.ts";
export { daytime, daytimeLine } from "./daytime.ts";
export { discard } from "./discard.ts";
export { echo } from "./echo.ts";
export { type StreamService, type StreamServiceName, streamServices } from "./table.ts";
export { secondsSince1900, time } from "./time.ts";
export { upper } from "./upper.ts";
