import { x as toJSONSchema } from "../dependencies/zod.js";
// src/config/schema-nodes.ts
/** The JSON Schema of what may be written, before defaults and conversions. */
function schemaOf(schema) {
	return toJSONSchema(schema, {
		io: "input",
		unrepresentable: "any"
	});
}
/** Every alternative that describes the value at `path`, without those whose discriminator says otherwise. */
function nodesAt(root, path, value) {
	let nodes = alternatives(root, {
		root,
		value
	});
	let current = value;
	for (const part of path) {
		current = property(current, part);
		nodes = nodes.flatMap((node) => children(node, part)).flatMap((node) => alternatives(node, {
			root,
			value: current
		}));
	}
	return nodes;
}
/** True for a place where only a reference to a secret may stand. */
function isSecretNode(node) {
	const options = node.anyOf ?? [];
	return [
		"env",
		"file",
		"command"
	].every((key) => options.some((option) => option.properties?.[key] !== void 0));
}
function alternatives(node, situation) {
	if (node.$ref !== void 0) {
		const target = situation.root.$defs?.[node.$ref.replace("#/$defs/", "")];
		return target === void 0 ? [] : alternatives(target, situation);
	}
	if (isSecretNode(node)) return [node];
	const options = node.anyOf ?? node.oneOf ?? node.allOf;
	if (options === void 0) return [node];
	const fitting = options.filter((option) => fits(option, situation.value));
	return (fitting.length === 0 ? options : fitting).flatMap((option) => alternatives(option, situation));
}
function fits(option, value) {
	return Object.entries(option.properties ?? {}).every(([key, node]) => {
		const written = property(value, key);
		return node.const === void 0 || written === void 0 || written === node.const;
	});
}
function children(node, part) {
	if (typeof part === "number") return node.items === void 0 ? [] : [node.items];
	const named = node.properties?.[part];
	if (named !== void 0) return [named];
	return typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
}
/** The value under a key or an index, undefined when there is none. */
function property(value, part) {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return void 0;
	return value[part];
}
export { schemaOf as i, nodesAt as n, property as r, isSecretNode as t };
