import { d as literal, g as string, h as strictObject } from "../dependencies/zod.js";
// src/stores/filesystem/config.ts
/** What lifeboat.yaml may say about a store in a folder. */
const storeSchema = strictObject({
	type: literal("filesystem").describe("A folder on this machine or on a mounted file system."),
	path: string().min(1).describe("The folder, relative to the configuration; made at the first write (mode 0700). Its file system must know hard links, because they make writes create-only.")
});
export { storeSchema as t };
