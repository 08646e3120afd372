// It ends when a client comes after it has served five.
import process from "node:process";
import { Echo, serve } from "../server.mjs";

let served = 0;

serve(
  class extends Echo {
    opened() {
      if (served >= 5) process.exit(0);
    }

    closed() {
      served++;
    }
  },
);
