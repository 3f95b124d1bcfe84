export { t as fileFailure, n as writeNewFile } from "./write-new-file2.js";
