import { x as toJSONSchema } from "../dependencies/zod.js";
import { t as configurationSchema } from "./schema.js";
// src/config/json-schema.ts
/** The published JSON Schema (2020-12) of lifeboat.yaml, for editors. */
function configurationJsonSchema() {
	return {
		title: "Lifeboat configuration",
		...toJSONSchema(configurationSchema, {
			io: "input",
			unrepresentable: "any",
			override: ({ jsonSchema }) => {
				if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
				if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
			}
		})
	};
}
export { configurationJsonSchema };
