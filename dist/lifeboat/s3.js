import { t as require_dist_cjs } from "../dependencies/aws-sdk-client-s3.js";
import { n as parseSize, t as parseDuration } from "./units.js";
import { a as checkPrefix, i as checkKey, r as watchSource, t as mapStreamErrors } from "./map-stream-errors.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { a as uploadCancelled, i as objectExists, n as isTransient, r as objectAbsent, t as StoreError } from "./store-error.js";
import { t as require_dist_cjs$1 } from "../dependencies/aws-sdk-credential-provider-web-identity.js";
import { t as pRetry } from "../dependencies/p-retry.js";
import { t as Secret } from "./secret.js";
import { t as storeSchema } from "./config7.js";
import { t as digestStream } from "./hashing.js";
import { t as pLimit } from "../dependencies/p-limit.js";
import { t as cutBlocks } from "./blocks.js";
import { Agent } from "node:http";
import { Readable } from "node:stream";
import { createHash } from "node:crypto";
import { Agent as Agent$1 } from "node:https";
import { readFile } from "node:fs/promises";
// src/stores/s3/answers.ts
var import_dist_cjs$1 = require_dist_cjs();
const UNREACHABLE = {
	kind: "transient",
	code: "store-unreachable",
	fix: "Check the endpoint and the region in lifeboat.yaml, the network and the health of the service; then run again."
};
const UNKNOWN = {
	kind: "permanent",
	code: "store-unreachable",
	fix: "Read the service’s own words above; if they do not help, check the bucket with `aws s3api head-bucket`."
};
const LOGIN = {
	kind: "permanent",
	code: "store-refused",
	fix: "Check the credentials: accessKeyId and secretAccessKey of the store in lifeboat.yaml, or what the AWS chain finds."
};
const PERMISSION = {
	kind: "permanent",
	code: "store-refused",
	fix: "Let this login do s3:ListBucket, s3:GetObject, s3:PutObject and s3:AbortMultipartUpload on the bucket and prefix; only prune and sweep need s3:DeleteObject."
};
const REGION = {
	kind: "permanent",
	code: "store-refused",
	fix: "Set `region` of the store in lifeboat.yaml to the region of the bucket."
};
const BUCKET = {
	kind: "permanent",
	code: "store-unreachable",
	fix: "Create the bucket, or correct `bucket` and `endpoint` of the store in lifeboat.yaml."
};
const FULL = {
	kind: "permanent",
	code: "store-full",
	fix: "Raise the quota or free space there; nothing of this write is visible."
};
const CERTIFICATE = {
	kind: "permanent",
	code: "store-unreachable",
	fix: "Set `caFile` of the store in lifeboat.yaml to the authority that signed its certificate, and check the host name."
};
const CLOCK = {
	kind: "permanent",
	code: "store-refused",
	fix: "Set the clock of this machine (`timedatectl set-ntp true`): signed requests are valid for minutes only."
};
const DAMAGED = {
	kind: "transient",
	code: "connection-lost",
	fix: "The bytes changed on the way: run again; if it stays, check the memory and the proxies between."
};
const CONFLICT = {
	kind: "transient",
	code: "store-unreachable",
	fix: "Somebody writes the same key at the same time: run again."
};
/** By the service's or the network's own name of a failure. */
const ANSWERS_BY_NAME = {
	AccessDenied: PERMISSION,
	AllAccessDisabled: PERMISSION,
	Forbidden: PERMISSION,
	AccountProblem: LOGIN,
	CredentialsProviderError: LOGIN,
	ExpiredToken: LOGIN,
	ExpiredTokenException: LOGIN,
	InvalidAccessKeyId: LOGIN,
	InvalidToken: LOGIN,
	SignatureDoesNotMatch: LOGIN,
	AuthorizationHeaderMalformed: REGION,
	PermanentRedirect: REGION,
	NoSuchBucket: BUCKET,
	InvalidBucketName: BUCKET,
	NoSuchUpload: {
		kind: "permanent",
		code: "store-refused",
		fix: "A sweep or a lifecycle rule aborted the running upload: give the target a longer backup timeout, the rule more days."
	},
	NotImplemented: {
		kind: "permanent",
		code: "store-not-create-only",
		fix: "Use a service that knows conditional writes: AWS S3, MinIO since 2024, Cloudflare R2; or a local folder."
	},
	InsufficientStorage: FULL,
	QuotaExceeded: FULL,
	ServiceQuotaExceeded: FULL,
	StorageFull: FULL,
	XMinioAdminBucketQuotaExceeded: FULL,
	XMinioStorageFull: FULL,
	RequestTimeTooSkewed: CLOCK,
	BadDigest: DAMAGED,
	InvalidDigest: DAMAGED,
	XAmzContentChecksumMismatch: DAMAGED,
	XAmzContentSHA256Mismatch: DAMAGED,
	ConditionalRequestConflict: CONFLICT,
	OperationAborted: CONFLICT,
	RequestTimeout: UNREACHABLE,
	SlowDown: UNREACHABLE,
	TimeoutError: UNREACHABLE,
	CERT_HAS_EXPIRED: CERTIFICATE,
	DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
	ERR_TLS_CERT_ALTNAME_INVALID: CERTIFICATE,
	SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE
};
/** For answers without a body, such as those to HEAD. */
const ANSWERS_BY_STATUS = {
	301: REGION,
	401: LOGIN,
	403: PERMISSION,
	409: CONFLICT,
	429: UNREACHABLE,
	507: FULL
};
// src/stores/s3/failure.ts
/** Turns what the SDK threw into an error that says what to do; our own errors pass as they are. */
function s3Failure(attempt, error) {
	if (error instanceof LifeboatError) return error;
	const { key = "", location, doing } = attempt;
	if (isAbsent(error)) return objectAbsent(key, location, error);
	if (isTaken(error)) return objectExists(key, location, error);
	const answer = answerTo(error);
	return new StoreError(answer.kind, {
		...answer,
		what: `${doing} ${location} failed`,
		why: wordsOf(error),
		cause: error
	});
}
/** True when the object, not the bucket, is what is missing. */
function isAbsent(error) {
	return nameOf(error) === "NoSuchKey" || nameOf(error) === "NotFound";
}
/** True when a create-only write was refused because the key is taken. */
function isTaken(error) {
	return statusOf(error) === 412;
}
/** True when two writes to one key met and the service asks to try again. */
function isConflict(error) {
	return statusOf(error) === 409;
}
/** How often the SDK had sent the request that failed. */
function attemptsOf(error) {
	return metadataOf(error).attempts ?? 1;
}
/** The service's or the network's name for a failure: `AccessDenied`, `ECONNREFUSED`. */
function nameOf(error) {
	if (!(error instanceof Error)) return "";
	return (error.name === "Error" || error.name === "AggregateError") && "code" in error && typeof error.code === "string" ? error.code : error.name;
}
function answerTo(error) {
	const name = nameOf(error);
	const named = ANSWERS_BY_NAME[name];
	if (named !== void 0) return named;
	const status = statusOf(error);
	if (status === void 0) return /^E[A-Z]+/.test(name) ? UNREACHABLE : UNKNOWN;
	return ANSWERS_BY_STATUS[status] ?? (status >= 500 ? UNREACHABLE : UNKNOWN);
}
function wordsOf(error) {
	if (!(error instanceof Error)) return String(error);
	const name = nameOf(error);
	const words = error.message === "" || error.message === "UnknownError" ? "" : error.message;
	const status = statusOf(error);
	const said = words.includes(name) || words === "" ? words || name : `${name}: ${words}`;
	return status === void 0 ? said : `${said} (HTTP ${status})`;
}
function statusOf(error) {
	return metadataOf(error).httpStatusCode;
}
function metadataOf(error) {
	return error instanceof Error && "$metadata" in error && typeof error.$metadata === "object" ? error.$metadata ?? {} : {};
}
// src/stores/s3/bucket.ts
/** Bucket and full key of an object, as requests name it. */
function addressOf(bucket, key) {
	return {
		Bucket: bucket.name,
		Key: bucket.prefix + key
	};
}
/** How a server finds a folder of the bucket by itself. */
function serverAddress({ settings, name, prefix, login }, folder) {
	checkPrefix(folder);
	const { endpoint, region, forcePathStyle: pathStyle = endpoint !== void 0 } = settings;
	return {
		kind: "s3",
		...endpoint === void 0 ? {} : { endpoint },
		...region === void 0 ? {} : { region },
		bucket: name,
		prefix: prefix + folder,
		pathStyle,
		login
	};
}
/** How new objects are kept, as requests say it. */
function keeping(bucket) {
	const { storageClass, serverSideEncryption } = bucket.settings;
	return {
		StorageClass: storageClass,
		ServerSideEncryption: serverSideEncryption?.type,
		SSEKMSKeyId: serverSideEncryption?.keyId
	};
}
/** Runs one step, with its failure explained. */
async function explained(attempt, step) {
	try {
		return await step();
	} catch (error) {
		throw s3Failure(attempt, error);
	}
}
// src/stores/s3/abort-uploads.ts
/** Aborts uploads below `prefix` begun before that time; returns their keys. */
async function abortUploads(bucket, prefix, startedBefore) {
	checkPrefix(prefix);
	const aborted = [];
	for await (const { Key = "", UploadId = "", Initiated } of listUploads(bucket)) {
		if (!Key.startsWith(bucket.prefix + prefix) || Initiated === void 0 || Initiated >= startedBefore) continue;
		const key = Key.slice(bucket.prefix.length);
		await abortUpload(bucket, key, UploadId);
		aborted.push(key);
	}
	return aborted;
}
/** Ends an upload without an object and frees its parts; one that is gone already is not an error. */
async function abortUpload(bucket, key, uploadId) {
	await explained({
		doing: `Aborting the upload of ${key} to`,
		location: bucket.location,
		key
	}, async () => {
		try {
			const address = {
				Bucket: bucket.name,
				Key: bucket.prefix + key
			};
			await bucket.client.send(new import_dist_cjs$1.AbortMultipartUploadCommand({
				...address,
				UploadId: uploadId
			}));
		} catch (error) {
			if (nameOf(error) !== "NoSuchUpload") throw error;
		}
	});
}
/** All unfinished uploads of the bucket: MinIO understands a prefix here only when it is a whole key. */
async function* listUploads(bucket) {
	const attempt = {
		doing: "Listing unfinished uploads in",
		location: bucket.location
	};
	let page;
	do {
		const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page ?? {};
		const request = {
			Bucket: bucket.name,
			KeyMarker,
			UploadIdMarker
		};
		page = await explained(attempt, () => bucket.client.send(new import_dist_cjs$1.ListMultipartUploadsCommand(request)));
		yield* page.Uploads ?? [];
	} while (page.IsTruncated === true);
}
// src/stores/s3/request-token.ts
var import_dist_cjs = require_dist_cjs$1();
const ANSWER_MS = 1e4;
/**
* A token that says which workflow run this is, from GitHub's OIDC issuer. Throws `secret-missing` where the job may not have
* one, `store-unreachable` when the issuer does not answer.
*/
async function requestToken(audience, reveal) {
	const url = new URL((await variable("ACTIONS_ID_TOKEN_REQUEST_URL", reveal)).reveal());
	const authority = await variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", reveal);
	url.searchParams.set("audience", audience);
	return await pRetry(() => ask(url, authority), {
		retries: 3,
		minTimeout: 200,
		randomize: true,
		shouldRetry: ({ error }) => isTransient(error)
	});
}
async function variable(name, reveal) {
	try {
		return await reveal({ env: name });
	} catch (error) {
		if (!isLifeboatError(error, "secret-missing")) throw error;
		throw new StoreError("permanent", {
			code: "secret-missing",
			what: "This job may not ask GitHub for a token of its identity",
			why: `${name} is not set`,
			fix: "Give the job `permissions: { id-token: write }`; outside of a workflow use another login than `credentials`."
		});
	}
}
async function ask(url, authority) {
	const headers = {
		authorization: `Bearer ${authority.reveal()}`,
		accept: "application/json"
	};
	const answer = await fetch(url, {
		headers,
		signal: AbortSignal.timeout(ANSWER_MS)
	}).catch(() => void 0);
	if (answer?.ok !== true) throw unanswered(answer?.status);
	const { value } = await answer.json();
	if (typeof value !== "string") throw unanswered(answer.status);
	return new Secret(value);
}
function unanswered(status) {
	return new StoreError(status !== void 0 && status >= 400 && status < 500 && status !== 429 ? "permanent" : "transient", {
		code: "store-unreachable",
		what: "GitHub gave this run no token of its identity",
		why: status === void 0 ? "the issuer cannot be reached" : `the issuer answered HTTP ${status}`,
		fix: "See githubstatus.com; on a runner of your own let it reach the address in ACTIONS_ID_TOKEN_REQUEST_URL."
	});
}
// src/stores/s3/assume-role.ts
/**
* A provider for the SDK that takes on a role by the identity of the workflow run: each call gets a new token from GitHub, for
* one is valid for minutes only. The provider throws `secret-missing`, `store-refused` or `store-unreachable`.
*/
function assumeRole(role, region, reveal) {
	return async () => {
		const token = await requestToken(role.audience, reveal);
		const login = (0, import_dist_cjs.fromWebToken)({
			roleArn: role.role,
			roleSessionName: role.session,
			webIdentityToken: token.reveal(),
			durationSeconds: Math.floor((parseDuration(role.duration) ?? 0) / 1e3),
			clientConfig: {
				...region !== void 0 && { region },
				...role.endpoint !== void 0 && { endpoint: role.endpoint }
			}
		});
		try {
			return await login();
		} catch (error) {
			throw refused(role, error, token.reveal());
		}
	};
}
function refused(role, error, token) {
	const { name = "", message = "", $metadata = {} } = error;
	const status = $metadata.httpStatusCode;
	const isAnswered = status !== void 0 && status < 500;
	return new StoreError(isAnswered ? "permanent" : "transient", {
		code: isAnswered ? "store-refused" : "store-unreachable",
		what: `The role ${role.role} was not given to this run`,
		why: `${name}: ${message}`.replaceAll(token, "***"),
		fix: isAnswered ? "Let the trust policy of the role accept token.actions.githubusercontent.com with this audience and this repository’s `sub`; since July 2026 new ones hold ids: repo:OWNER@ID/REPO@ID:…." : "Check the region and the network to STS; then run again."
	});
}
// src/stores/s3/client.ts
const CONNECT_TIMEOUT_MS = 1e4;
const MAX_ATTEMPTS = 4;
const SILENT = {
	debug: ignore,
	info: ignore,
	warn: ignore,
	error: ignore
};
/** Makes the SDK's client. Reveals the login; nothing is sent yet. Throws `secret-missing` or `store-unreachable`. */
async function createClient(settings, reveal) {
	const { endpoint, forcePathStyle = endpoint !== void 0 } = settings;
	const region = settings.region ?? (endpoint === void 0 ? void 0 : "us-east-1");
	const credentials = settings.credentials === void 0 ? await plainLogin(settings, reveal) : assumeRole(settings.credentials, region, reveal);
	const ca = settings.caFile === void 0 ? void 0 : await readAuthorities(settings.caFile);
	const client = new import_dist_cjs$1.S3Client({
		...endpoint !== void 0 && { endpoint },
		...region !== void 0 && { region },
		...credentials !== void 0 && { credentials },
		forcePathStyle,
		maxAttempts: MAX_ATTEMPTS,
		expectContinueHeader: false,
		requestChecksumCalculation: "WHEN_REQUIRED",
		responseChecksumValidation: "WHEN_REQUIRED",
		logger: SILENT,
		requestHandler: {
			connectionTimeout: CONNECT_TIMEOUT_MS,
			socketTimeout: parseDuration(settings.timeout) ?? 0,
			httpAgent: new Agent({ keepAlive: true }),
			httpsAgent: new Agent$1({
				keepAlive: true,
				...ca !== void 0 && { ca }
			})
		}
	});
	signByKnownDigest(client);
	return client;
}
/** Lets the signature use the SHA-256 that the request carries already, instead of hashing the body once more. */
function signByKnownDigest(client) {
	client.middlewareStack.add((next) => (args) => {
		const { headers } = args.request;
		const digest = headers["x-amz-checksum-sha256"];
		if (digest !== void 0) headers["x-amz-content-sha256"] = Buffer.from(digest, "base64").toString("hex");
		return next(args);
	}, {
		step: "build",
		name: "signByKnownDigest"
	});
}
/** The login as configured; undefined where it comes from elsewhere. Throws `secret-missing`. */
async function revealLogin({ accessKeyId, secretAccessKey, sessionToken }, reveal) {
	if (accessKeyId === void 0 || secretAccessKey === void 0) return void 0;
	return {
		accessKeyId: await reveal(accessKeyId),
		secretAccessKey: await reveal(secretAccessKey),
		...sessionToken !== void 0 && { sessionToken: await reveal(sessionToken) }
	};
}
async function plainLogin(settings, reveal) {
	const login = await revealLogin(settings, reveal);
	if (login === void 0) return void 0;
	return {
		accessKeyId: login.accessKeyId.reveal(),
		secretAccessKey: login.secretAccessKey.reveal(),
		...login.sessionToken !== void 0 && { sessionToken: login.sessionToken.reveal() }
	};
}
async function readAuthorities(file) {
	try {
		return await readFile(file, "utf8");
	} catch (error) {
		throw new StoreError("permanent", {
			code: "store-unreachable",
			what: `The caFile ${file} cannot be read`,
			why: error instanceof Error ? error.message : String(error),
			fix: "Correct `caFile` of the store in lifeboat.yaml: a PEM file that this user can read.",
			cause: error
		});
	}
}
function ignore() {}
// src/stores/s3/list.ts
/** Every object below `prefix`, in key order. */
async function* listObjects(bucket, prefix) {
	for await (const page of listPages(bucket, prefix, void 0)) for (const { Key = "", Size = 0, LastModified, ETag } of page.Contents ?? []) {
		const key = Key.slice(bucket.prefix.length);
		if (key !== "" && !key.endsWith("/")) yield {
			key,
			bytes: Size,
			modifiedAt: LastModified ?? /* @__PURE__ */ new Date(0),
			...tagOf(ETag)
		};
	}
}
/** The entity tag without its quotes. */
function tagOf(etag) {
	return etag === void 0 ? {} : { tag: etag.replaceAll("\"", "") };
}
/** The names one level below `prefix`, in order. */
async function* listFolders(bucket, prefix) {
	for await (const page of listPages(bucket, prefix, "/")) for (const { Prefix = "" } of page.CommonPrefixes ?? []) yield Prefix.slice(bucket.prefix.length + prefix.length, -1);
}
/** The answers of a listing, one after the other, however many the service cuts it into. */
async function* listPages(bucket, prefix, delimiter) {
	checkPrefix(prefix);
	const attempt = {
		doing: `Listing ${prefix}* in`,
		location: bucket.location
	};
	let token;
	do {
		const page = await explained(attempt, () => bucket.client.send(new import_dist_cjs$1.ListObjectsV2Command({
			Bucket: bucket.name,
			Prefix: bucket.prefix + prefix,
			Delimiter: delimiter,
			ContinuationToken: token
		})));
		yield page;
		token = page.IsTruncated === true ? page.NextContinuationToken : void 0;
	} while (token !== void 0);
}
// src/stores/s3/part-plan.ts
const MIB = 2 ** 20;
/** Volumes are cut so that no object grows past this. */
const MAX_OBJECT_BYTES = 32 * 2 ** 30;
const SPARE_PARTS = 8;
/**
* Equal parts, large enough that 32 GiB fit into the parts that the service allows; some refuse unequal ones.
* Larger parts mean fewer at a time, so that memory stays what was asked for.
*/
function planParts(settings) {
	const needed = Math.ceil(MAX_OBJECT_BYTES / (settings.maxParts - SPARE_PARTS) / MIB) * MIB;
	const blockBytes = Math.max(settings.partBytes, needed);
	const memory = settings.partBytes * (settings.partsInFlight + 1);
	return {
		blockBytes,
		blockCount: Math.max(2, Math.floor(memory / blockBytes))
	};
}
// src/stores/s3/read.ts
const LOOKS_AT_ONCE = 8;
/** The bytes of one object, or of a range of it; past its end there are none. Throws `object-absent`. */
async function readObject(bucket, key, range) {
	checkKey(key);
	const attempt = {
		doing: `Reading ${key} from`,
		location: bucket.location,
		key
	};
	const body = await explained(attempt, () => requestBody(bucket, key, range));
	return mapStreamErrors(body, (error) => s3Failure(attempt, error));
}
/** Size and time of one object; undefined when there is none. */
async function headObject(bucket, key) {
	checkKey(key);
	return await explained({
		doing: `Looking at ${key} in`,
		location: bucket.location,
		key
	}, async () => {
		try {
			const { ContentLength: bytes = 0, LastModified: modifiedAt = /* @__PURE__ */ new Date(0), ETag } = await bucket.client.send(new import_dist_cjs$1.HeadObjectCommand(addressOf(bucket, key)));
			return {
				key,
				bytes,
				modifiedAt,
				...tagOf(ETag)
			};
		} catch (error) {
			if (isAbsent(error)) return void 0;
			throw error;
		}
	});
}
/** Bytes of the parts that an object was uploaded in: one for what came by a single request. */
async function piecesOf(bucket, key) {
	checkKey(key);
	const attempt = {
		doing: `Looking at ${key} in`,
		location: bucket.location,
		key
	};
	const look = (PartNumber) => explained(attempt, () => bucket.client.send(new import_dist_cjs$1.HeadObjectCommand({
		...addressOf(bucket, key),
		PartNumber
	})));
	const { PartsCount: count = 1, ContentLength: first = 0 } = await look(1);
	const others = Array.from({ length: count - 1 }, (_, index) => index + 2);
	return [first, ...await pLimit(LOOKS_AT_ONCE).map(others, async (part) => (await look(part)).ContentLength ?? 0)];
}
async function requestBody(bucket, key, range) {
	const isEmpty = range !== void 0 && range.end <= range.start;
	const wanted = isEmpty ? {
		start: range.start,
		end: range.start + 1
	} : range;
	try {
		const body = (await bucket.client.send(new import_dist_cjs$1.GetObjectCommand({
			...addressOf(bucket, key),
			...wanted !== void 0 && { Range: `bytes=${wanted.start}-${wanted.end - 1}` }
		}))).Body;
		if (!isEmpty) return body;
		body.destroy();
	} catch (error) {
		if (nameOf(error) !== "InvalidRange") throw error;
	}
	return Readable.from([]);
}
// src/stores/s3/confirm.ts
/** The receipt of a written object. A service that confirms no checksum is asked for the bytes again. */
async function confirmReceipt(bucket, written, confirmation) {
	const { by, expected, confirmed } = confirmation;
	if (confirmed === expected) return {
		...written,
		verifiedBy: by
	};
	if (confirmed !== void 0) throw altered(bucket, written.key);
	if ((await digestStream(await readObject(bucket, written.key))).sha256 !== written.sha256) throw altered(bucket, written.key);
	return {
		...written,
		verifiedBy: "read-back"
	};
}
function altered(bucket, key) {
	return new StoreError("permanent", {
		code: "volume-altered",
		what: `${bucket.location} holds other bytes as ${key} than were sent`,
		fix: "Check the service and the proxies between; the run that wrote it counts as failed and sweep removes the object."
	});
}
// src/stores/s3/retry.ts
/** Repeats a conditional write that met another one (HTTP 409): the service decides at the next try who was first. */
async function retryConflicts(write) {
	return await pRetry(write, {
		retries: 5,
		minTimeout: 100,
		randomize: true,
		shouldRetry: ({ error }) => isConflict(error)
	});
}
/** Repeats what the SDK does not, because its body is a stream; the failures must be explained ones. */
async function retryTransient(write, signal) {
	return await pRetry(write, {
		retries: 4,
		minTimeout: 200,
		randomize: true,
		signal,
		shouldRetry: ({ error }) => isTransient(error)
	});
}
// src/stores/s3/put.ts
/** Writes one object by one request, only where none is. */
async function putObject(bucket, key, body) {
	const sha256 = createHash("sha256").update(body.bytes).digest();
	const answer = await explained({
		doing: `Writing ${key} to`,
		location: bucket.location,
		key
	}, () => retryConflicts(() => bucket.client.send(new import_dist_cjs$1.PutObjectCommand({
		...addressOf(bucket, key),
		...keeping(bucket),
		Body: body.bytes,
		ChecksumSHA256: sha256.toString("base64"),
		IfNoneMatch: "*"
	}), body.signal === void 0 ? {} : { abortSignal: body.signal })));
	return await confirmReceipt(bucket, {
		key,
		bytes: body.bytes.length,
		sha256: sha256.toString("hex")
	}, {
		by: "sha256",
		expected: sha256.toString("base64"),
		confirmed: answer.ChecksumSHA256
	});
}
// src/stores/s3/server-time.ts
/** The service's time, to the second, from the Date header of an answer; a refusal has one too. */
async function serverTime(bucket) {
	return await explained({
		doing: "Asking for the time of",
		location: bucket.location
	}, async () => {
		const command = new import_dist_cjs$1.HeadBucketCommand({ Bucket: bucket.name });
		let date;
		command.middlewareStack.add((next) => async (args) => {
			const result = await next(args);
			date = result.response.headers["date"];
			return result;
		}, {
			step: "deserialize",
			priority: "low",
			name: "keepDate"
		});
		try {
			await bucket.client.send(command);
		} catch (error) {
			if (date === void 0) throw error;
		}
		return parseDate(bucket, date);
	});
}
function parseDate(bucket, date) {
	const time = new Date(date ?? "");
	if (!Number.isNaN(time.getTime())) return time;
	throw new StoreError("permanent", {
		code: "store-unreachable",
		what: `${bucket.location} does not say what time it is`,
		fix: "Let the proxies between pass the Date header: deadlines are judged by the store’s clock."
	});
}
// src/stores/s3/stream-slices.ts
const SLICE_BYTES = 65536;
/**
* The bytes as a stream that gives a slice at a time: a whole part handed to a TLS socket at once
* would be encrypted at once, and every part in flight held twice.
*/
function streamSlices(bytes) {
	return Readable.from(slicesOf(bytes), {
		objectMode: false,
		highWaterMark: SLICE_BYTES
	});
}
function* slicesOf(bytes) {
	for (let start = 0; start < bytes.length; start += SLICE_BYTES) yield bytes.subarray(start, start + SLICE_BYTES);
}
// src/stores/s3/multipart-upload.ts
/** Begins an upload in parts; nothing is visible before `complete`. */
async function beginMultipart(bucket, key, signal) {
	const attempt = {
		doing: `Beginning the upload of ${key} to`,
		location: bucket.location,
		key
	};
	const request = {
		...addressOf(bucket, key),
		...keeping(bucket),
		ChecksumAlgorithm: "SHA256"
	};
	const { UploadId: id = "" } = await explained(attempt, () => bucket.client.send(new import_dist_cjs$1.CreateMultipartUploadCommand(request)));
	return new MultipartUpload(bucket, {
		key,
		id,
		signal
	});
}
var MultipartUpload = class {
	/** Why the first part that could not be sent was not; undefined while all are well. */
	failure;
	#bucket;
	#identity;
	#address;
	#stop = new AbortController();
	#signal;
	#whole = createHash("sha256");
	#composite = createHash("sha256");
	#sending = [];
	#bytes = 0;
	constructor(bucket, identity) {
		this.#bucket = bucket;
		this.#identity = identity;
		this.#address = {
			...addressOf(bucket, identity.key),
			UploadId: identity.id
		};
		this.#signal = AbortSignal.any([this.#stop.signal, ...identity.signal === void 0 ? [] : [identity.signal]]);
	}
	/** Sends one part in the background and releases its block; settles when the service has verified it. */
	async send(block) {
		const number = this.#sending.length + 1;
		const digest = createHash("sha256").update(block.bytes).digest();
		this.#whole.update(block.bytes);
		this.#composite.update(digest);
		this.#bytes += block.bytes.length;
		const sent = this.#sendPart(number, block.bytes, digest.toString("base64"));
		this.#sending.push(sent);
		try {
			await sent;
		} catch (error) {
			if (!this.#stop.signal.aborted) this.failure = error;
			this.#stop.abort();
			throw error;
		} finally {
			block.release();
		}
	}
	/** Makes the object out of its parts, only where none is. Not abortable: its outcome would not be known. */
	async complete() {
		const { key, signal } = this.#identity;
		const parts = await Promise.all(this.#sending);
		signal?.throwIfAborted();
		const expected = `${this.#composite.digest("base64")}-${parts.length}`;
		const confirmed = await explained({
			doing: `Completing the upload of ${key} to`,
			location: this.#bucket.location,
			key
		}, () => this.#join(parts, expected));
		return await confirmReceipt(this.#bucket, {
			key,
			bytes: this.#bytes,
			sha256: this.#whole.digest("hex")
		}, {
			by: "sha256-composite",
			expected,
			confirmed
		});
	}
	/** Ends the upload without an object. What cannot be ended now, `abortUploads` finds later. */
	async abort() {
		this.#stop.abort();
		await Promise.allSettled(this.#sending);
		await abortUpload(this.#bucket, this.#identity.key, this.#identity.id).catch(() => void 0);
	}
	async #sendPart(number, bytes, checksum) {
		const { key } = this.#identity;
		const { client, location, maxParts } = this.#bucket;
		if (number > maxParts) throw tooManyParts(key, location, maxParts);
		const attempt = {
			doing: `Writing part ${number} of ${key} to`,
			location,
			key
		};
		const part = {
			PartNumber: number,
			ChecksumSHA256: checksum
		};
		const request = {
			...this.#address,
			...part,
			ContentLength: bytes.length
		};
		const send = () => client.send(new import_dist_cjs$1.UploadPartCommand({
			...request,
			Body: streamSlices(bytes)
		}), { abortSignal: this.#signal });
		const answer = await retryTransient(() => explained(attempt, send), this.#signal);
		return {
			...part,
			ETag: answer.ETag
		};
	}
	async #join(parts, expected) {
		const request = {
			...this.#address,
			IfNoneMatch: "*",
			MultipartUpload: { Parts: parts }
		};
		try {
			return (await retryConflicts(() => this.#bucket.client.send(new import_dist_cjs$1.CompleteMultipartUploadCommand(request)))).ChecksumSHA256;
		} catch (error) {
			if (attemptsOf(error) > 1 && (isTaken(error) || nameOf(error) === "NoSuchUpload") && await this.#isOurs(expected)) return expected;
			throw error;
		}
	}
	async #isOurs(expected) {
		const request = {
			...addressOf(this.#bucket, this.#identity.key),
			ChecksumMode: "ENABLED"
		};
		const found = await this.#bucket.client.send(new import_dist_cjs$1.HeadObjectCommand(request)).catch(() => void 0);
		return found?.ContentLength === this.#bytes && found.ChecksumSHA256 === expected;
	}
};
function tooManyParts(key, location, maxParts) {
	return new StoreError("permanent", {
		code: "not-supported",
		what: `${key} needs more than the ${maxParts} parts that ${location} allows for one object`,
		fix: "Make volumes smaller (`volumeSize` of the target) or parts larger (`partSize` of the store)."
	});
}
// src/stores/s3/upload.ts
/**
* Streams one object of any size in the memory of a few parts; by one request when it fits into one part.
* Own code over the client, because lib-storage makes new buffers for every part and keeps the parts' digests to itself:
* the service's composite checksum could not be compared with ours, nor an abort wait for the parts on their way.
*/
async function uploadObject(bucket, key, from) {
	checkKey(key);
	const { signal } = from;
	const source = watchSource(from.content, signal);
	try {
		return await sendBlocks(bucket, key, {
			source,
			signal
		});
	} catch (error) {
		throw signal?.aborted === true ? uploadCancelled(key, signal.reason) : error;
	} finally {
		source.destroy();
	}
}
async function sendBlocks(bucket, key, from) {
	const { source, signal } = from;
	let upload;
	try {
		for await (const block of cutBlocks(source, bucket.parts)) {
			if (upload === void 0 && block.last) return await putObject(bucket, key, {
				bytes: block.bytes,
				signal
			});
			upload ??= await beginMultipart(bucket, key, signal);
			upload.send(block).catch((error) => source.destroy(error));
		}
		if (upload === void 0) throw new Error("a stream was cut into no blocks");
		return await upload.complete();
	} catch (error) {
		await upload?.abort();
		throw upload?.failure ?? error;
	}
}
// src/stores/s3/index.ts
/** Opens a prefix of a bucket as a store; reveals its login and sends nothing. */
async function openStore(written, opening) {
	const settings = storeSchema.parse(written);
	const prefix = settings.prefix === "" || settings.prefix.endsWith("/") ? settings.prefix : `${settings.prefix}/`;
	return new S3Store(opening.name, {
		client: await createClient(settings, opening.reveal),
		name: settings.bucket,
		prefix,
		location: locationOf(settings, prefix),
		parts: planParts({
			...settings,
			partBytes: parseSize(settings.partSize) ?? 0
		}),
		maxParts: settings.maxParts,
		settings,
		login: () => revealLogin(settings, opening.reveal)
	});
}
function locationOf(settings, prefix) {
	const address = `s3://${settings.bucket}/${prefix}`;
	return settings.endpoint === void 0 ? address : `${address} at ${settings.endpoint}`;
}
var S3Store = class {
	name;
	location;
	#bucket;
	constructor(name, bucket) {
		this.name = name;
		this.location = bucket.location;
		this.#bucket = bucket;
	}
	list(prefix) {
		return listObjects(this.#bucket, prefix);
	}
	listFolders(prefix) {
		return listFolders(this.#bucket, prefix);
	}
	async read(key, range) {
		return await readObject(this.#bucket, key, range);
	}
	async head(key) {
		return await headObject(this.#bucket, key);
	}
	async put(key, content) {
		checkKey(key);
		return await putObject(this.#bucket, key, { bytes: content });
	}
	async upload(key, content, signal) {
		return await uploadObject(this.#bucket, key, {
			content,
			signal
		});
	}
	async now() {
		return await serverTime(this.#bucket);
	}
	async remove(key) {
		checkKey(key);
		await explained({
			doing: `Removing ${key} from`,
			location: this.location,
			key
		}, () => this.#bucket.client.send(new import_dist_cjs$1.DeleteObjectCommand(addressOf(this.#bucket, key))));
	}
	async abortUploads(prefix, startedBefore) {
		return await abortUploads(this.#bucket, prefix, startedBefore);
	}
	async address(prefix) {
		return serverAddress(this.#bucket, prefix);
	}
	async pieces(key) {
		return await piecesOf(this.#bucket, key);
	}
	async close() {
		this.#bucket.client.destroy();
	}
};
export { openStore };
