export { r as parsePeriod } from "./period2.js";
