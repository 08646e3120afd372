import { SocketError, type Wait } from "@anysock/core";

/** What an operation comes to, or a failure when it is given up: the operation itself goes on. */
export async function givenUp<Value>(going: Promise<Value>, { signal, timeout }: Wait = {}): Promise<Value> {
  const over = Promise.withResolvers<never>();
  const cancel = (): void => over.reject(new SocketError("ECANCELED", "read", { cause: signal?.reason }));
  const timer =
    timeout === undefined ? undefined : setTimeout(() => over.reject(new SocketError("ETIMEDOUT", "read")), timeout);
  signal?.addEventListener("abort", cancel, { once: true });
  if (signal?.aborted === true) cancel();
  going.catch(() => {});
  return await Promise.race([going, over.promise]).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  });
}
