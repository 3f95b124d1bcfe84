export { i as nextFire } from "./cron2.js";
