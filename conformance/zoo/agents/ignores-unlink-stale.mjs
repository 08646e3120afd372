// It ignores the option unlinkStale.
export default (sockets) => {
  sockets.UnixPath = class extends sockets.UnixPath {
    publish() {
      return super.publish(false);
    }
  };
};
