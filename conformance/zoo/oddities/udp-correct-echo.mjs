// It is an echo server, and nothing is wrong with it.
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(UdpEcho);
