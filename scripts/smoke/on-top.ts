import { once } from "node:events";
import { toDuplex } from "@anysock/duplex";
import { BufferedReader } from "@anysock/framing";
import { connect, listen } from "anysock";

const listener = await listen({ port: 0 });
const [client, server] = await Promise.all([connect(listener.address), listener.accept()]);
const duplex = toDuplex(client);
duplex.end("one line\n");
const reader = new BufferedReader(server);
console.log(await reader.readLine({ max: 100 }), await reader.readLine({ max: 100 }));
await Promise.all([once(duplex, "close"), server.close(), listener.close()]);
