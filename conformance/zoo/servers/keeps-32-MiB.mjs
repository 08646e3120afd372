// It drops what exceeds 32 MiB of a connection.
import { keeps } from "../keeps.mjs";
import { serve } from "../server.mjs";

serve(keeps(32 * 1024 * 1024));
