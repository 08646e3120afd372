// It drops what exceeds 1 MiB of a connection.
import { keeps } from "../keeps.mjs";
import { serve } from "../server.mjs";

serve(keeps(1024 * 1024));
