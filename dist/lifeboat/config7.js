import { n as parseSize, t as parseDuration } from "./units.js";
import { b as url, d as literal, g as string, h as strictObject, l as int, o as boolean, r as _enum } from "../dependencies/zod.js";
import { n as secretReference } from "./secret-reference.js";
// src/stores/s3/config.ts
const MIN_PART_BYTES = 5 * 2 ** 20;
const MAX_PART_BYTES = 64 * 2 ** 20;
const partSize = string().refine((text) => {
	const bytes = parseSize(text) ?? 0;
	return bytes >= MIN_PART_BYTES && bytes <= MAX_PART_BYTES;
}, "must be a size from 5MiB to 64MiB, such as 8MiB");
const timeout = string().refine((text) => (parseDuration(text) ?? 0) >= 1e3, "must be a duration of at least 1s, such as 60s");
const serverSideEncryption = strictObject({
	type: _enum(["AES256", "aws:kms"]).describe("Who holds the key"),
	keyId: string().min(1).optional().describe("ARN or id of the KMS key; the bucket default when left out.")
});
const MIN_LOGIN_MS = 9e5;
const MAX_LOGIN_MS = 432e5;
const loginDuration = string().refine((text) => {
	const duration = parseDuration(text) ?? 0;
	return duration >= MIN_LOGIN_MS && duration <= MAX_LOGIN_MS;
}, "must be a duration from 15m to 12h, such as 1h");
const role = strictObject({
	role: string().regex(/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, "must be the ARN of a role").describe("ARN of the role: arn:aws:iam::123456789012:role/lifeboat-backup"),
	session: string().regex(/^[\w+=,.@-]{2,64}$/, "must be 2 to 64 letters, digits or any of _+=,.@-").default("lifeboat").describe("Name of the session in the audit log"),
	audience: string().min(1).default("sts.amazonaws.com").describe("What the trust policy asks for as aud"),
	duration: loginDuration.default("1h").describe("How long one login lasts; it is renewed in time."),
	endpoint: url({ protocol: /^https?$/ }).optional().describe("Address of STS. Default: that of the region.")
});
/** What lifeboat.yaml may say about a store in an S3 bucket, at AWS or at any endpoint that speaks S3. */
const storeSchema = strictObject({
	type: literal("s3").describe("A bucket of AWS S3, MinIO or another service that speaks S3."),
	bucket: string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket").describe("Name of the bucket"),
	prefix: string().regex(/^([A-Za-z0-9_][A-Za-z0-9._=+@-]*\/?)*$/, "must be names separated by slashes, such as lifeboat/").max(200).default("").describe("Where in the bucket everything lies; a slash is added at the end."),
	region: string().min(1).optional().describe("Default: the standard chain, or us-east-1 with an endpoint."),
	endpoint: url({ protocol: /^https?$/ }).refine((url) => !url.includes("@"), "must not hold a login").optional().describe("Address of a service other than AWS: https://minio.internal:9000."),
	forcePathStyle: boolean().optional().describe("Bucket in the path instead of the host name. Default: true with an endpoint."),
	accessKeyId: secretReference.optional().describe("Default: the standard chain of credentials."),
	secretAccessKey: secretReference.optional().describe("Belongs to accessKeyId"),
	sessionToken: secretReference.optional().describe("Of temporary credentials"),
	credentials: role.optional().describe("A role that the workflow run takes on by its own identity (OIDC), instead of a key."),
	storageClass: string().min(1).optional().describe("Such as STANDARD_IA. Default: the bucket’s."),
	serverSideEncryption: serverSideEncryption.optional().describe("Default: the bucket’s."),
	caFile: string().min(1).optional().describe("PEM file of the only authorities to trust for TLS."),
	partSize: partSize.default("8MiB").describe("Size of the parts of large uploads; all are equal. Raised where maxParts asks for it."),
	partsInFlight: int().min(1).max(16).default(4).describe("Parts sent at a time; memory is (partsInFlight + 1) × part size, fewer are sent when parts grow."),
	maxParts: int().min(1e3).max(1e4).default(1e4).describe("What the service allows for one object: 10000 at AWS, 1000 at some others."),
	timeout: timeout.default("60s").describe("A connection on which nothing moves for so long is given up.")
}).refine(({ accessKeyId, secretAccessKey }) => accessKeyId === void 0 === (secretAccessKey === void 0), {
	message: "accessKeyId and secretAccessKey belong together",
	path: ["secretAccessKey"]
}).refine(({ accessKeyId, credentials }) => accessKeyId === void 0 || credentials === void 0, {
	message: "is instead of accessKeyId and secretAccessKey, not beside them",
	path: ["credentials"]
});
export { storeSchema as t };
