export { n as openJob } from "./open-job.js";
