import { bind, serveDatagrams } from "@anysock/deno";
import { answerTo } from "../counting.ts";
import { ready } from "../ready.ts";

const socket = await bind({ port: 0 });
serveDatagrams(socket, answerTo);
if (socket.local.family !== "unix") ready(socket.local.port, "udp");
