// For chargen: nothing is wrong with it.
import { serveUdp, UdpChargen } from "../udp-server.mjs";

serveUdp(UdpChargen);
