export { t as selectBackup } from "./select2.js";
