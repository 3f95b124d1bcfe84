// src/status/future.ts
/** Clocks differ; what is later than this is of the future. */
const TOLERATED_SKEW_MS = 6e4;
/** What a backup's id says that cannot be, in words: such a backup counts for nothing; undefined for any other. */
function futureId({ at }, now) {
	return isFuture(at.getTime(), now) ? "says that it is of the future" : void 0;
}
/** The same of the instant of its data and of when it was whole. */
function futureContent({ manifest, availableAt }, now) {
	const { fromAt } = manifest.consistency;
	if (isFuture(Date.parse(fromAt), now)) return `says that it holds the data of ${fromAt}, which is in the future`;
	if (availableAt === void 0 || !isFuture(Date.parse(availableAt), now)) return void 0;
	return `says that it was whole at ${availableAt}, which is in the future`;
}
function isFuture(time, now) {
	return time > now.getTime() + TOLERATED_SKEW_MS;
}
export { futureContent as n, futureId as r, TOLERATED_SKEW_MS as t };
