export const connect = "nothing";

throw new TypeError("this runtime has no sockets");
