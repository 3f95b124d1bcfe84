export { n as openJob } from "./open-job2.js";
