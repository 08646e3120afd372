// Of an array it writes what stands before the first empty piece.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async writePieces(pieces, wait) {
      const empty = pieces.findIndex((piece) => piece.length === 0);
      await super.writePieces(empty === -1 ? pieces : pieces.slice(0, empty), wait);
    }
  };
};
