// An adapter whose import ends its process.
import process from "node:process";

process.exit(3);
