// It drops what exceeds 4,096 bytes of a connection.
import { keeps } from "../keeps.mjs";
import { serve } from "../server.mjs";

serve(keeps(4096));
