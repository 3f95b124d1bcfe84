// src/runtime/look-beside.ts
/**
* Tells a server that is frozen from one that is busy: beside what it works on it is asked a trifle over and over, and `frozen` is
* called when one stays without any answer. A failure is an answer too: where the connection is at fault the work itself will tell.
* Returns what ends the watch, and with it `ended`.
*/
function lookBeside(ask, { everyMs, frozen }) {
	const end = new AbortController();
	let isAsked = false;
	const answered = () => {
		isAsked = false;
	};
	const timer = setInterval(() => {
		if (isAsked) {
			frozen();
			return;
		}
		isAsked = true;
		ask(end.signal).then(answered, answered);
	}, everyMs).unref();
	return () => {
		clearInterval(timer);
		end.abort();
	};
}
export { lookBeside as t };
