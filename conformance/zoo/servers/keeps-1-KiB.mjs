// It reads once, at most 1,024 bytes of a connection, and drops the rest.
import { keeps } from "../keeps.mjs";
import { serve } from "../server.mjs";

serve(keeps(1024));
