// It opens a socket for each client, and keeps it.
import dgram from "node:dgram";
import { serveUdp, UdpEcho } from "../udp-server.mjs";

serveUdp(
  class extends UdpEcho {
    kept = new Map();

    received(data, client) {
      if (!this.kept.has(client.port)) this.kept.set(client.port, dgram.createSocket("udp4").bind(0, "127.0.0.1"));
      super.received(data, client);
    }
  },
);
