// For chargen: it writes without regard to what its client reads, up to 64 MiB ahead.
import { Buffer } from "node:buffer";
import { Chargen, serve } from "../server.mjs";

const MEBIBYTE = 1024 * 1024;

serve(
  class extends Chargen {
    generate() {
      if (!this.socket.writable) return;
      // A copy: of the same memory, written again and again, nothing would be seen.
      if (this.socket.writableLength < 64 * MEBIBYTE) this.socket.write(Buffer.alloc(MEBIBYTE, this.block()));
      setTimeout(() => this.generate(), 1);
    }
  },
);
