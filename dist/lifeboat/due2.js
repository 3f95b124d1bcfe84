export { n as mayBeDue } from "./due.js";
