export { i as parsePeriod } from "./period2.js";
