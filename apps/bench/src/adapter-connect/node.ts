import { connect } from "@anysock/node";
import { serveOrders } from "../connecting.ts";

await serveOrders({
  connect: (host, port) => connect({ host, port }),
  close: (connection) => connection.close(),
});
