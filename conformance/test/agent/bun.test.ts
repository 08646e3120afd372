import { runtimeSubject } from "../../src/subject/runtime.ts";
import { holdsAgainstPython } from "./against-python.ts";

holdsAgainstPython(runtimeSubject("bun").agent());
