import { connect, listen, serve } from "anysock";

const listener = await listen({ port: 0 });
const server = serve(listener, async (connection) => {
  for await (const chunk of connection) await connection.write(chunk);
});
const connection = await connect(listener.address);
await connection.write(new TextEncoder().encode("hello, sockets"));
await connection.closeWrite();
for await (const chunk of connection) console.log(new TextDecoder().decode(chunk));
await server.drain();
