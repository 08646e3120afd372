import { connect } from "@anysock/bun";
import { serveOrders } from "../connecting.ts";

await serveOrders({
  connect: (host, port) => connect({ host, port }),
  close: (connection) => connection.close(),
});
