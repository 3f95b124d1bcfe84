import type { Answer } from './failure.ts'

export const UNREACHABLE: Answer = {
  kind: 'transient',
  code: 'store-unreachable',
  fix: 'Check the endpoint and the region in lifeboat.yaml, the network and the health of the service; then run again.',
}

export const UNKNOWN: Answer = {
  kind: 'permanent',
  code: 'store-unreachable',
  fix: 'Read the service’s own words above; if they do not help, check the bucket with `aws s3api head-bucket`.',
}

const LOGIN: Answer = {
  kind: 'permanent',
  code: 'store-refused',
  fix: 'Check the credentials: accessKeyId and secretAccessKey of the store in lifeboat.yaml, or what the AWS chain finds.',
}

const PERMISSION: Answer = {
  kind: 'permanent',
  code: 'store-refused',
  fix: 'Let this login do s3:ListBucket, s3:GetObject, s3:PutObject and s3:AbortMultipartUpload on the bucket and prefix; only prune and sweep need s3:DeleteObject.',
}

const REGION: Answer = {
  kind: 'permanent',
  code: 'store-refused',
  fix: 'Set `region` of the store in lifeboat.yaml to the region of the bucket.',
}

const BUCKET: Answer = {
  kind: 'permanent',
  code: 'store-unreachable',
  fix: 'Create the bucket, or correct `bucket` and `endpoint` of the store in lifeboat.yaml.',
}

const FULL: Answer = {
  kind: 'permanent',
  code: 'store-full',
  fix: 'Raise the quota or free space there; nothing of this write is visible.',
}

const CERTIFICATE: Answer = {
  kind: 'permanent',
  code: 'store-unreachable',
  fix: 'Set `caFile` of the store in lifeboat.yaml to the authority that signed its certificate, and check the host name.',
}

const CLOCK: Answer = {
  kind: 'permanent',
  code: 'store-refused',
  fix: 'Set the clock of this machine (`timedatectl set-ntp true`): signed requests are valid for minutes only.',
}

const DAMAGED: Answer = {
  kind: 'transient',
  code: 'connection-lost',
  fix: 'The bytes changed on the way: run again; if it stays, check the memory and the proxies between.',
}

const CONFLICT: Answer = {
  kind: 'transient',
  code: 'store-unreachable',
  fix: 'Somebody writes the same key at the same time: run again.',
}

const SWEPT: Answer = {
  kind: 'permanent',
  code: 'store-refused',
  fix: 'A sweep or a lifecycle rule aborted the running upload: give the target a longer backup timeout, the rule more days.',
}

const NOT_CREATE_ONLY: Answer = {
  kind: 'permanent',
  code: 'store-not-create-only',
  fix: 'Use a service that knows conditional writes: AWS S3, MinIO since 2024, Cloudflare R2; or a local folder.',
}

/** By the service's or the network's own name of a failure. */
export const ANSWERS_BY_NAME: Readonly<Record<string, Answer>> = {
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
  NoSuchUpload: SWEPT,
  NotImplemented: NOT_CREATE_ONLY,
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
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
}

/** For answers without a body, such as those to HEAD. */
export const ANSWERS_BY_STATUS: Readonly<Record<number, Answer>> = {
  301: REGION,
  401: LOGIN,
  403: PERMISSION,
  409: CONFLICT,
  429: UNREACHABLE,
  507: FULL,
}
