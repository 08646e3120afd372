// It decodes the stream as UTF-8, with care for characters that are cut, and encodes it again.
import { StringDecoder } from "node:string_decoder";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    decoder = new StringDecoder("utf8");

    received(chunk) {
      this.send(this.decoder.write(chunk));
    }

    ended() {
      this.socket.end(this.decoder.end());
    }
  },
);
