// Its connections tell the listener's address as their client's.
export default (sockets) => {
  sockets.Listener = class extends sockets.Listener {
    hand(connection) {
      connection.remote = connection.local;
      super.hand(connection);
    }
  };
};
