// It serves one client at a time: the next when the one before has gone.
import { oneAtATime } from "../one-at-a-time.mjs";
import { Echo, serve } from "../server.mjs";

serve(oneAtATime(Echo));
