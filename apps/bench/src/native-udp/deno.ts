/** As it is written by hand for Deno.listenDatagram: each answer awaited, lest they overtake one another. */
import { answerTo } from "../counting.ts";
import { ready } from "../ready.ts";

const socket = Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
ready((socket.addr as Deno.NetAddr).port, "udp");
const memory = new Uint8Array(65_536);
for (;;) {
  const [data, client] = await socket.receive(memory);
  const answer = answerTo(data);
  if (answer !== null) await socket.send(answer, client);
}
