// It is a discard server, and nothing is wrong with it.
import { serveUdp, UdpDiscard } from "../udp-server.mjs";

serveUdp(UdpDiscard);
