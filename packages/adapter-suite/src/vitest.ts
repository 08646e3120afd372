export { keepAliveCases, optionCases, registerCases, testAdapter, testDatagrams, testMeasurement } from "./suite.ts";
