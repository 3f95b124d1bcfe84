export { n as findingText } from "./finding2.js";
