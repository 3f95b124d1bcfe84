#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
// src/cli/main.ts
setFlagsFromString("--semi-space-growth-factor=1");
enableCompileCache();
for (const output of [process.stdout, process.stderr]) output.on("error", (error) => {
	if (error.code !== "EPIPE") throw error;
});
const { runCommandLine } = await import("./lifeboat/command-line2.js");
process.exitCode = await runCommandLine(process.argv.slice(2), process);
export {};
