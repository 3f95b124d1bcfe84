export { t as targetStatus } from "./target-status2.js";
