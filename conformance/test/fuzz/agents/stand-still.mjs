/** The event loop stops, for longer than any test waits: a test that was killed leaves nobody behind for ever. */
export function standStill() {
  const until = Date.now() + 120_000;
  while (Date.now() < until);
}
