export { t as findRepository } from "./repository2.js";
