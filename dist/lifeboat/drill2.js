export { t as runDrill } from "./drill.js";
