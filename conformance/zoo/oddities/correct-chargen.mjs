// For chargen: nothing is wrong with it.
import { Chargen, serve } from "../server.mjs";

serve(Chargen);
