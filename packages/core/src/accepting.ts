/** Failures of accept(2) that are the listener's own; any other is one connection's, or will pass. */
const OWN_FAILURES: ReadonlySet<string | undefined> = new Set(["EBADF", "EINVAL", "ENOTSOCK", "EOPNOTSUPP"]);

/** For a driver: whether this code of accept(2) ends the listener, and belongs to `ListenerEvents.failed`. */
export function endsListener(code: string | undefined): boolean {
  return OWN_FAILURES.has(code);
}
