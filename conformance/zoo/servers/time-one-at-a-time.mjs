// For time: it serves one client at a time.
import { oneAtATime } from "../one-at-a-time.mjs";
import { serve, Time } from "../server.mjs";

serve(oneAtATime(Time));
