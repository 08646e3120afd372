// What did not fit comes as the next datagram.
export default (sockets) => {
  sockets.DatagramSocket = class extends sockets.DatagramSocket {
    async receive(into, wait) {
      const { data, from } = await this.next(wait);
      into.set(data.subarray(0, into.length));
      const truncated = data.length > into.length;
      if (truncated) this.waiting.unshift({ data: data.subarray(into.length), from });
      return { length: Math.min(data.length, into.length), truncated, from };
    }
  };
};
