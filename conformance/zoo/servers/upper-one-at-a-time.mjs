// For upper: it serves one client at a time, as the tutorial's server does.
import { oneAtATime } from "../one-at-a-time.mjs";
import { serve, Upper } from "../server.mjs";

serve(oneAtATime(Upper));
