// For daytime: it serves one client at a time.
import { oneAtATime } from "../one-at-a-time.mjs";
import { Daytime, serve } from "../server.mjs";

serve(oneAtATime(Daytime));
