// Of an array it writes the pieces that find room at once, and forgets the others.
export default (sockets) => {
  sockets.Connection = class extends sockets.Connection {
    async writePieces(pieces, wait) {
      for (const piece of pieces) {
        const writing = super.write(piece, wait);
        if (this.socket.writableNeedDrain) return await writing;
      }
    }
  };
};
