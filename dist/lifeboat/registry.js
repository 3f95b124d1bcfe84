import { t as connectionSchema } from "./config.js";
import { t as connectionSchema$1 } from "./config2.js";
import { t as connectionSchema$2 } from "./config3.js";
import { t as connectionSchema$3 } from "./config4.js";
import { t as connectionSchema$4 } from "./config5.js";
import { t as storeSchema } from "./config6.js";
import { t as storeSchema$1 } from "./config7.js";
// src/registry.ts
/** What may stand under `connection:`, by engine. */
const CONNECTION_SCHEMAS = {
	clickhouse: connectionSchema,
	neo4j: connectionSchema$1,
	postgres: connectionSchema$2,
	qdrant: connectionSchema$3,
	redis: connectionSchema$4
};
/** What may stand under `stores:`, by type. */
const STORE_SCHEMAS = {
	filesystem: storeSchema,
	s3: storeSchema$1
};
const ENGINES = {
	clickhouse: async () => (await import("./clickhouse.js")).engine,
	neo4j: async () => (await import("./neo4j.js")).engine,
	postgres: async () => (await import("./postgres.js")).engine,
	qdrant: async () => (await import("./qdrant.js")).engine,
	redis: async () => (await import("./redis.js")).engine
};
const STORES = {
	filesystem: async () => (await import("./filesystem.js")).openStore,
	s3: async () => (await import("./s3.js")).openStore
};
/** The engine of that name, with its libraries loaded only now. */
function loadEngine(name) {
	return ENGINES[name]();
}
/** What opens a store of that type, with its libraries loaded only now. */
function loadStoreOpener(type) {
	return STORES[type]();
}
export { loadStoreOpener as i, STORE_SCHEMAS as n, loadEngine as r, CONNECTION_SCHEMAS as t };
