import { t as TOOL_VERSION } from "./lifeboat/tool-version.js";
import { n as lineOf } from "./lifeboat/harmless.js";
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
// src/action/main.ts
const LINGER_MS = 5e3;
setFlagsFromString("--semi-space-growth-factor=1");
enableCompileCache();
process.stdout.write(`lifeboat ${TOOL_VERSION}: ${lineOf(process.env["INPUT_COMMAND"] ?? "")}\n`);
const { runAction } = await import("./lifeboat/run-action.js");
process.exitCode = await runAction(process);
setTimeout(() => process.exit(), LINGER_MS).unref();
export {};
