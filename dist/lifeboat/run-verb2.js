export { n as runVerb } from "./run-verb.js";
