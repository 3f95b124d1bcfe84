export { n as readPruned } from "./read-pruned.js";
