export { t as readManifest } from "./read-manifest2.js";
