// It refuses a path of 107 bytes.
export default (sockets) => {
  sockets.UnixPath = class extends sockets.UnixPath {
    constructor(path) {
      if (path.length > 103) throw Object.assign(new Error("path too long"), { code: "ENAMETOOLONG" });
      super(path);
    }
  };
};
