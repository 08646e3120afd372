// For daytime: the date and the time have a line each.
import { Daytime, serve } from "../server.mjs";

serve(
  class extends Daytime {
    answer() {
      const [date, time] = new Date().toISOString().split("T");
      return `${date}\r\n${time}\r\n`;
    }
  },
);
