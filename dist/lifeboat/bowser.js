import { L as init_bowser, N as Bowser, R as parse } from "../dependencies/aws-sdk.js";
init_bowser();
export { Bowser as default, parse };
