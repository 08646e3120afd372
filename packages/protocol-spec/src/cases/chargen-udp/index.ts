export { answers } from "./answers.ts";
export { oneAnswer } from "./one-answer.ts";
export { random } from "./random.ts";
