// It sends text instead of bytes.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    write(data, wait) {
      return super.write(
        data.map((byte) => byte & 0x7f),
        wait,
      );
    }
  };
};
