// For chargen: it serves one client at a time.
import { oneAtATime } from "../one-at-a-time.mjs";
import { Chargen, serve } from "../server.mjs";

serve(oneAtATime(Chargen));
