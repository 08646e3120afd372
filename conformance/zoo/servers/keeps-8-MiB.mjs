// It drops what exceeds 8 MiB of a connection.
import { keeps } from "../keeps.mjs";
import { serve } from "../server.mjs";

serve(keeps(8 * 1024 * 1024));
