export { n as describeBackup, r as describeVerification } from "./describe-backup2.js";
