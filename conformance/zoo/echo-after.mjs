import { Echo } from "./server.mjs";

/** Bytes that wait for their answer; with more it reads no further. A chunk is on its way then, and the stream has its buffer: 1 MiB are not to be passed. */
const BOUND = 512 * 1024;

/** An echo that takes so many milliseconds for every answer. */
export function echoAfter(milliseconds) {
  return class extends Echo {
    waiting = 0;

    received(chunk) {
      this.waiting += chunk.length;
      if (this.waiting > BOUND) this.socket.pause();
      setTimeout(() => {
        this.waiting -= chunk.length;
        this.send(chunk);
        if (this.waiting <= BOUND && !this.isStalled) this.socket.resume();
        if (this.waiting === 0 && this.hasEnded) super.ended();
      }, milliseconds);
    }

    ended() {
      this.hasEnded = true;
      if (this.waiting === 0) super.ended();
    }
  };
}
