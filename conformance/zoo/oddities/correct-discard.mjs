// For discard: nothing is wrong with it.
import { Discard, serve } from "../server.mjs";

serve(Discard);
