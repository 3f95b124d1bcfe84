#!/usr/bin/env node
import { n as keepHeapSmall } from "./lifeboat/small-heap.js";
import { enableCompileCache } from "node:module";
// src/cli/main.ts
keepHeapSmall();
enableCompileCache();
for (const output of [process.stdout, process.stderr]) output.on("error", (error) => {
	if (error.code !== "EPIPE") throw error;
});
const { runCommandLine } = await import("./lifeboat/command-line2.js");
process.exitCode = await runCommandLine(process.argv.slice(2), process);
export {};
