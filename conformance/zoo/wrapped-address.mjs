/** An address as a program in C takes it that checks nothing: a port has 16 bits, and a path ends at its NUL. */
export function wrapped(address) {
  const [path] = address.split("\0");
  return path.replace(/(?<=^tcp:.*:)\d+$/, (port) => Number(port) % 65_536);
}
