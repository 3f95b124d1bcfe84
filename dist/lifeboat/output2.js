export { t as createOutput } from "./output.js";
