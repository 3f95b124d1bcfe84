export { t as findLost } from "./find-lost2.js";
