import { rawAgent } from "../../src/subject/runtime.ts";
import { holdsAgainstPython } from "./against-python.ts";

holdsAgainstPython(rawAgent());
