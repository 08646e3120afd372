export { seconds } from "./seconds.ts";
