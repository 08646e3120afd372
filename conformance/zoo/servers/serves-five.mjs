// It ends after it has served five clients.
import process from "node:process";
import { Echo, serve } from "../server.mjs";

let served = 0;

serve(
  class extends Echo {
    closed() {
      if (++served === 5) process.exit(0);
    }
  },
);
