export { t as openLedger, n as openLedgerOf } from "./read-ledger.js";
