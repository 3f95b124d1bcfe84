export { t as inOrder } from "./problem2.js";
