/**
 * Calls one of two functions when a promise settles. What they throw, as a listener of an event of theirs may, is an uncaught
 * exception, as it is with `net.Socket`, and not the rejection of a promise that nobody holds.
 */
export function settle<Value>(
  promise: Promise<Value>,
  done: (value: Value) => void,
  failed: (error: Error) => void,
): void {
  promise.then(
    (value) => outside(() => done(value)),
    (error: unknown) => outside(() => failed(error instanceof Error ? error : new Error(String(error)))),
  );
}

function outside(act: () => void): void {
  try {
    act();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
