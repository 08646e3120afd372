// For discard: it serves one client at a time.
import { oneAtATime } from "../one-at-a-time.mjs";
import { Discard, serve } from "../server.mjs";

serve(oneAtATime(Discard));
