// It replaces a stale path without being asked to.
export default (sockets) => {
  sockets.UnixPath = class extends sockets.UnixPath {
    publish() {
      return super.publish(true);
    }
  };
};
