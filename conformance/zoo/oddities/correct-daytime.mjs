// For daytime: nothing is wrong with it.
import { Daytime, serve } from "../server.mjs";

serve(Daytime);
