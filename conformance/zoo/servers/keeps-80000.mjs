// It drops what exceeds 80,000 bytes of a connection.
import { keeps } from "../keeps.mjs";
import { serve } from "../server.mjs";

serve(keeps(80_000));
