// Nothing is wrong with it: the plain server of which the wrong ones are made.
import { Echo, serve } from "../server.mjs";

serve(Echo);
