/**
 * Whom clients connect to: it accepts, and closes when the peer's FIN has come. System calls alone, and one thread. Prints its port, and
 * one at which nobody listens, as long as it runs.
 */
import { EPOLLIN, Poller } from "./poller.ts";
import { acceptOne, boundSocket, close, listenOn, NOTHING, receive } from "./socket.ts";

const STDIN = 0;
const poller = new Poller();
const open = boundSocket();
const shut = boundSocket();
listenOn(open.descriptor);
poller.add(open.descriptor, EPOLLIN, open.descriptor);
// Nothing is ever written to it: it ends with whoever started this program.
poller.add(STDIN, EPOLLIN, STDIN);
console.log(JSON.stringify({ open: open.port, shut: shut.port }));

for (let ended = false; !ended; ) {
  const ready = poller.wait(-1);
  for (let nth = 0; nth < ready; nth++) {
    const descriptor = poller.numberOf(nth);
    if (descriptor === STDIN) ended = true;
    else if (descriptor === open.descriptor) accept();
    else if (isOver(descriptor)) close(descriptor);
  }
}
process.exit(0);

function accept(): void {
  const descriptor = acceptOne(open.descriptor);
  if (descriptor !== NOTHING) poller.add(descriptor, EPOLLIN, descriptor);
}

/** The peer's FIN has come, or its reset. */
function isOver(descriptor: number): boolean {
  try {
    return receive(descriptor, 0, 1, false) === 0;
  } catch {
    return true;
  }
}
