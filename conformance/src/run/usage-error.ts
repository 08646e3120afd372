/** What was asked for cannot be done as it was said: told in one line, before anything starts. Exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
