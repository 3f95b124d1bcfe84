import { n as pMap, t as init_p_map } from "../dependencies/actions-attest.js";
init_p_map();
export { pMap as default };
