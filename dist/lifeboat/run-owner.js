export { o as listRuns, l as readRunStates, u as removeRunFolder } from "./run-owner2.js";
