export { n as findChainAnchor } from "./bases2.js";
