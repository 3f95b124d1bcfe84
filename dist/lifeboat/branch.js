export { n as readBranch } from "./branch2.js";
