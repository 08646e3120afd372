// For time: it sends 64 bits, the lower half behind the seconds of RFC 868.
import { Buffer } from "node:buffer";
import { serve, Time } from "../server.mjs";

serve(
  class extends Time {
    answer() {
      return Buffer.concat([super.answer(), Buffer.alloc(4)]);
    }
  },
);
