export { testAdapter, testDatagrams, testMemory, testOptions } from "./suite.ts";
