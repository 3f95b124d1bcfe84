export { t as beginGroup } from "./group-log2.js";
