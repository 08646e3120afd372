// Its line carries 400 KB a second on each connection.
import { Echo, serve } from "../server.mjs";

const BYTES_A_MILLISECOND = 400;
/** The most that it sends at once. */
const PIECE = 8000;

serve(
  class extends Echo {
    waiting = [];
    isSending = false;
    hasEnded = false;

    send(bytes) {
      for (let at = 0; at < bytes.length; at += PIECE) this.waiting.push(bytes.subarray(at, at + PIECE));
      this.socket.pause();
      this.carry();
    }

    carry() {
      if (this.isSending) return;
      const piece = this.waiting.shift();
      if (piece === undefined) {
        if (this.hasEnded) super.ended();
        this.socket.resume();
        return;
      }
      this.isSending = true;
      const carried = () =>
        setTimeout(() => {
          this.isSending = false;
          this.carry();
        }, piece.length / BYTES_A_MILLISECOND);
      if (this.socket.write(piece)) carried();
      else this.socket.once("drain", carried);
    }

    ended() {
      this.hasEnded = true;
      this.carry();
    }
  },
);
