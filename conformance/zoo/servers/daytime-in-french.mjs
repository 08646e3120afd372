// For daytime: it tells the time in French, accents and all.
import { Daytime, serve } from "../server.mjs";

serve(
  class extends Daytime {
    answer() {
      return `${new Date().toLocaleDateString("fr-FR")}, à présent\r\n`;
    }
  },
);
