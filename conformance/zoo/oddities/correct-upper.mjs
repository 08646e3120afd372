// For upper: nothing is wrong with it.
import { serve, Upper } from "../server.mjs";

serve(Upper);
