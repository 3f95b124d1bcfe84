import { n as keepHeapSmall } from "./lifeboat/small-heap.js";
import { t as TOOL_VERSION } from "./lifeboat/tool-version.js";
import { n as lineOf } from "./lifeboat/harmless.js";
import { enableCompileCache } from "node:module";
// src/action/main.ts
const LINGER_MS = 5e3;
keepHeapSmall();
enableCompileCache();
process.stdout.write(`lifeboat ${TOOL_VERSION}: ${lineOf(process.env["INPUT_COMMAND"] ?? "")}\n`);
const { runAction } = await import("./lifeboat/run-action.js");
process.exitCode = await runAction(process);
setTimeout(() => process.exit(), LINGER_MS).unref();
export {};
