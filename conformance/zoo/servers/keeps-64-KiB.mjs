// It drops what exceeds 65,536 bytes of a connection.
import { keeps } from "../keeps.mjs";
import { serve } from "../server.mjs";

serve(keeps(65_536));
