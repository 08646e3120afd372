// It reports the end once, and an error at every later read.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    hasReportedEnd = false;

    async read(into, wait) {
      if (this.hasReportedEnd) throw Object.assign(new Error("the stream has ended"), { code: "ECLOSED" });
      const count = await super.read(into, wait);
      if (count === null) this.hasReportedEnd = true;
      return count;
    }
  };
};
