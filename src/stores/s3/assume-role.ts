import { fromWebToken } from '@aws-sdk/credential-provider-web-identity'
import type { RevealSecret } from '../../core/secret.ts'
import { parseDuration } from '../../core/units.ts'
import { StoreError } from '../store-error.ts'
import type { S3Settings } from './config.ts'
import { requestToken } from './request-token.ts'

type Role = NonNullable<S3Settings['credentials']>

/** Temporary credentials; the SDK asks for others five minutes before they expire, also in the middle of an upload. */
export type Login = Awaited<ReturnType<ReturnType<typeof fromWebToken>>>

/**
 * A provider for the SDK that takes on a role by the identity of the workflow run: each call gets a new token from GitHub, for
 * one is valid for minutes only. The provider throws `secret-missing`, `store-refused` or `store-unreachable`.
 */
export function assumeRole(
  role: Role,
  region: string | undefined,
  reveal: RevealSecret,
): () => Promise<Login> {
  return async () => {
    const token = await requestToken(role.audience, reveal)
    const login = fromWebToken({
      roleArn: role.role,
      roleSessionName: role.session,
      webIdentityToken: token.reveal(),
      durationSeconds: Math.floor((parseDuration(role.duration) ?? 0) / 1000),
      clientConfig: {
        ...(region !== undefined && { region }),
        ...(role.endpoint !== undefined && { endpoint: role.endpoint }),
      },
    })
    try {
      return await login()
    } catch (error) {
      throw refused(role, error, token.reveal())
    }
  }
}

function refused(role: Role, error: unknown, token: string): StoreError {
  const { name = '', message = '', $metadata = {} } = error as ThrownBySdk
  const status = $metadata.httpStatusCode
  const isAnswered = status !== undefined && status < 500
  return new StoreError(isAnswered ? 'permanent' : 'transient', {
    code: isAnswered ? 'store-refused' : 'store-unreachable',
    what: `The role ${role.role} was not given to this run`,
    // No cause: what the SDK throws may hold the request, and that the token.
    why: `${name}: ${message}`.replaceAll(token, '***'),
    fix: isAnswered
      ? 'Let the trust policy of the role accept token.actions.githubusercontent.com with this audience and this repository’s `sub`; since July 2026 new ones hold ids: repo:OWNER@ID/REPO@ID:….'
      : 'Check the region and the network to STS; then run again.',
  })
}

interface ThrownBySdk {
  readonly name?: string
  readonly message?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}
