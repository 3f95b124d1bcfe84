export { n as gitHubBranch } from "./github-branch.js";
