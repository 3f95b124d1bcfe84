export { n as runCommandLine } from "./command-line.js";
