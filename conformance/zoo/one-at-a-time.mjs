import { clients } from "./server.mjs";

/** A server that leaves everybody but the client that came first unread until that one has gone. */
export function oneAtATime(Client) {
  return class extends Client {
    isServed = false;

    opened() {
      if (clients.size > 1) this.socket.pause();
      else this.serveNow();
    }

    closed() {
      const [next] = clients;
      next?.serveNow();
    }

    serveNow() {
      if (this.isServed) return;
      this.isServed = true;
      this.socket.resume();
      super.opened();
    }
  };
}
