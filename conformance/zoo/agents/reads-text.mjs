// It hands over text instead of bytes.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    takeUnread(into) {
      const count = super.takeUnread(into);
      for (let at = 0; at < count; at++) into[at] &= 0x7f;
      return count;
    }
  };
};
