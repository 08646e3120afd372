// It takes the first 3 MiB of a larger write for the whole of it.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    write(data, wait) {
      return super.write(data.subarray(0, 3 * 1024 * 1024), wait);
    }
  };
};
