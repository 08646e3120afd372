// For time: nothing is wrong with it.
import { serveUdp, UdpTime } from "../udp-server.mjs";

serveUdp(UdpTime);
