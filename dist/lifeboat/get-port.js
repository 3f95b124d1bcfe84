import { n as require_get_port } from "../dependencies/testcontainers.js";
export default require_get_port();
export {};
