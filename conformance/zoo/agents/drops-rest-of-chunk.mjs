// It drops the rest of a chunk that is larger than a read asked for.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    takeUnread(into) {
      const count = super.takeUnread(into);
      this.unread = this.unread.subarray(this.unread.length);
      return count;
    }
  };
};
