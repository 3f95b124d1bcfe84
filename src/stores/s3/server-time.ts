import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { StoreError } from '../store-error.ts'
import { type Bucket, explained } from './bucket.ts'

/** The service's time, to the second, from the Date header of an answer; a refusal has one too. */
export async function serverTime(bucket: Bucket): Promise<Date> {
  const attempt = { doing: 'Asking for the time of', location: bucket.location }
  return await explained(attempt, async () => {
    const command = new HeadBucketCommand({ Bucket: bucket.name })
    let date: string | undefined
    command.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args)
        date = (result.response as { readonly headers: Record<string, string> }).headers['date']
        return result
      },
      // Innermost, where the raw answer passes before anybody turns it into an error.
      { step: 'deserialize', priority: 'low', name: 'keepDate' },
    )
    try {
      await bucket.client.send(command)
    } catch (error) {
      if (date === undefined) throw error
    }
    return parseDate(bucket, date)
  })
}

function parseDate(bucket: Bucket, date: string | undefined): Date {
  const time = new Date(date ?? '')
  if (!Number.isNaN(time.getTime())) return time
  throw new StoreError('permanent', {
    code: 'store-unreachable',
    what: `${bucket.location} does not say what time it is`,
    fix: 'Let the proxies between pass the Date header: deadlines are judged by the store’s clock.',
  })
}
