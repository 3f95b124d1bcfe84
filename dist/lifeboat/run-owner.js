export { i as listRuns, s as readRunStates, c as removeRunFolder } from "./run-owner2.js";
