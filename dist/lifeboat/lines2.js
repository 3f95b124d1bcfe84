import { StringDecoder } from "node:string_decoder";
// src/runtime/lines.ts
/**
* The lines of a text, while it flows. Only a line feed ends one: Node's readline also takes U+2028, which text may hold.
* Throws what the content fails with.
*/
async function* linesOf(content) {
	const decoder = new StringDecoder("utf8");
	let rest = "";
	for await (const chunk of content) {
		const lines = (rest + decoder.write(chunk)).split("\n");
		rest = lines.pop() ?? "";
		yield* lines;
	}
	rest += decoder.end();
	if (rest !== "") yield rest;
}
export { linesOf as t };
