let prevented = false;

/**
 * About half a second after its start Deno sets up its handling of signals, and panics where that takes its last
 * descriptors ("called `Result::unwrap()` … Too many open files", ext/signals/lib.rs): a burst of clients at the start of
 * a server would end the process. Adding a listener has Deno do at once what it does anyway; SIGWINCH, because nothing
 * happens by default when it comes.
 */
export function preventSignalPanic(): void {
  if (prevented || Deno.build.os === "windows") return;
  prevented = true;
  const listener = (): void => {};
  Deno.addSignalListener("SIGWINCH", listener);
  Deno.removeSignalListener("SIGWINCH", listener);
}
