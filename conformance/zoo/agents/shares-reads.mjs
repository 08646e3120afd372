// It lets two reads share the stream: the second waits for the first.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    reading = Promise.resolve();

    read(into, wait) {
      const reading = this.reading.then(() => super.read(into, wait));
      this.reading = reading.catch(() => {});
      return reading;
    }
  };
};
