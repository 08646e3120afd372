// It holds back its writes while a read waits for the peer.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    reading = Promise.resolve();

    read(into, wait) {
      const reading = super.read(into, wait);
      this.reading = reading.catch(() => {});
      return reading;
    }

    async write(data, wait) {
      await this.reading;
      await super.write(data, wait);
    }
  };
};
