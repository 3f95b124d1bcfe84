export { t as findAnchor } from "./anchors2.js";
