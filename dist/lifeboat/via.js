import { g as string, h as strictObject, v as union } from "../dependencies/zod.js";
// src/config/via.ts
const containerName = string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/, "must be the name or id of a container").meta({ examples: ["orders-db"] });
/** RFC 1123, as Kubernetes checks names. */
const resourceName = string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, "must be a name as Kubernetes allows it").meta({ examples: ["orders-db-0"] });
const contextName = string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:/@-]{0,252}$/, "must be the name of a context").meta({ examples: ["production"] });
const where = {
	namespace: resourceName.optional().describe("Namespace of the pod. Default: the context's"),
	context: contextName.optional().describe("Context of the kubeconfig. Default: the current one"),
	container: resourceName.optional().describe("Container of the pod that a relay runs in. Default: kubectl's choice")
};
const kubectl = union([
	strictObject({
		pod: resourceName.describe("Name of the pod"),
		...where
	}),
	strictObject({
		deployment: resourceName.describe("Name of a deployment; one of its pods"),
		...where
	}),
	strictObject({
		statefulset: resourceName.describe("Name of a stateful set; one of its pods"),
		...where
	})
]);
/** What `via:` of a target may hold. */
const viaSchema = union([strictObject({ docker: containerName.describe("Container that the server runs in, by name or id; the address of the connection is then that inside of it") }), strictObject({ kubectl: kubectl.describe("Pod that the server runs in; the address likewise") })]);
export { viaSchema as t };
