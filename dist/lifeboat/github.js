export { n as getOctokit } from "../dependencies/actions-github.js";
