export { t as engineContext } from "./engine-context2.js";
