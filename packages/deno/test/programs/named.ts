/** Speaks to a name that is permitted, whose address is not. */
import { connect, listen } from "@anysock/deno";

const listener = await listen({ host: "localhost", port: 0 });
if (!("port" in listener.address)) throw new Error("a port is expected");
const [client, server] = await Promise.all([
  connect({ host: "localhost", port: listener.address.port }),
  listener.accept(),
]);
await client.write(new TextEncoder().encode("hello"));
console.log(new TextDecoder().decode((await server.readChunk()) ?? undefined));
await connect({ host: "localhost", port: listener.address.port }, { attemptDelay: 250 }).catch(({ code }) =>
  console.log(code),
);
client.abort();
server.abort();
await listener.close();
await connect({ host: "no-such-name.invalid", port: 7 }).catch(({ code }) => console.log(code));
