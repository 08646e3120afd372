// It holds every answer for 45 ms, as Nagle's algorithm against a delayed acknowledgement does.
import { echoAfter } from "../echo-after.mjs";
import { serve } from "../server.mjs";

serve(echoAfter(45));
