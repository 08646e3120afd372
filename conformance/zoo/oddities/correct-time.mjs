// For time: nothing is wrong with it.
import { serve, Time } from "../server.mjs";

serve(Time);
