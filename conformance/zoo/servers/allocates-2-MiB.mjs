// It keeps 2 MiB of memory for each connection, and has no use for it.
import { Buffer } from "node:buffer";
import { Echo, serve } from "../server.mjs";

serve(
  class extends Echo {
    memory = Buffer.alloc(2 * 1024 * 1024, 1);
  },
);
