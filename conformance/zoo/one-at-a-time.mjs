import { clients } from "./server.mjs";

/** A server that leaves everybody but the client that came first unread until that one has gone. */
export function oneAtATime(Client) {
  return class extends Client {
    opened() {
      if (clients.size > 1) this.socket.pause();
    }

    closed() {
      const [next] = clients;
      next?.socket.resume();
    }
  };
}
