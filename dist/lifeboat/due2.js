export { r as mayBeDue } from "./due.js";
