// A server that runs out of descriptors, and says when it has; then gives them back.
import { closeSync, openSync } from "node:fs";
import { listen, serve } from "@anysock/node";

const listener = await listen({ port: 0 });
serve(listener, async (connection) => {
  for await (const chunk of connection) await connection.write(chunk);
});

const held = [];
/** So that whatever is to be loaded has been before the descriptors are gone. */
const commands = {
  take() {
    for (;;) {
      try {
        held.push(openSync("/dev/null"));
      } catch (error) {
        return error.code;
      }
    }
  },
  give() {
    for (const descriptor of held.splice(0)) closeSync(descriptor);
    return "given";
  },
};
process.on("message", (command) => process.send(commands[command]()));
process.once("disconnect", () => process.exit());
process.send(listener.address.port);
