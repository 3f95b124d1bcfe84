export { o as forgetRun, c as listRuns, f as readRunStates } from "./run-owner2.js";
