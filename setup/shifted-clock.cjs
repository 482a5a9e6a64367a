/**
 * Preloaded by NODE_OPTIONS=--require: lets the process live at another date.
 *
 * SHIFTED_NOW is the instant (ISO) that it was at SHIFTED_SINCE (milliseconds of the real clock; where missing, the
 * start of the first process, handed on to its children). From there time flows at its own pace. Timers,
 * performance.now() and file times stay real, and so do the dates that SQLite makes by itself.
 */
'use strict';

const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);

function shift(instant) {
	const start = RealDate.parse(instant);
	if (Number.isNaN(start)) throw new RangeError(`SHIFTED_NOW is no instant: ${instant}`);
	process.env.SHIFTED_SINCE ??= String(realNow());
	const offsetMs = Math.round(start - Number(process.env.SHIFTED_SINCE));
	const now = () => realNow() + offsetMs;
	RealDate.now = now;
	const ShiftedDate = new Proxy(RealDate, {
		apply: () => new RealDate(now()).toString(),
		construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
	});
	RealDate.prototype.constructor = ShiftedDate;
	globalThis.Date = ShiftedDate;
}

if (process.env.SHIFTED_NOW) shift(process.env.SHIFTED_NOW);
