export { answers } from "./answers.ts";
export { oneLine } from "./one-line.ts";
