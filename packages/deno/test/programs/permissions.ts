/** What is reported without permissions. */
import { connect, listen, SocketError } from "@anysock/deno";

async function failing(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch((error: unknown) => {
    if (error instanceof SocketError) console.log(error.operation, error.code, error.message);
    else console.log(error);
  });
}

await failing(connect({ host: "127.0.0.1", port: 9 }));
await failing(listen({ port: 0 }));
await failing(connect({ host: "localhost", port: 9 }));
await failing(listen({ path: "/tmp/anysock-not-permitted" }));
await failing(listen({ path: "/tmp/anysock-not-permitted" }, { unlinkStale: true }));
