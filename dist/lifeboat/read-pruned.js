export { n as readPruned } from "./read-pruned2.js";
