// For daytime: nothing is wrong with it.
import { serveUdp, UdpDaytime } from "../udp-server.mjs";

serveUdp(UdpDaytime);
