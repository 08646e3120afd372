// It does not read while a write of its own waits for room.
import { setTimeout } from "node:timers/promises";

export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    writing = Promise.resolve();

    write(data, wait) {
      const writing = super.write(data, wait);
      this.writing = writing.catch(() => {});
      return writing;
    }

    async read(into, wait) {
      const late = setTimeout(wait.timeout ?? 10_000, "late", { ref: false });
      if ((await Promise.race([this.writing, late])) !== "late") return await super.read(into, wait);
      throw Object.assign(new Error("read found nothing"), { code: "ETIMEDOUT" });
    }
  };
};
