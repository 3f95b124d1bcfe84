export { t as listBackups } from "./catalog2.js";
