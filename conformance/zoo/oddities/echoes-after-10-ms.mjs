// It takes 10 ms for every answer.
import { echoAfter } from "../echo-after.mjs";
import { serve } from "../server.mjs";

serve(echoAfter(10));
