export { a as attest } from "../dependencies/actions-attest.js";
