/**
 * Preloaded by NODE_OPTIONS=--require: lets the process live at another date.
 *
 * SHIFTED_NOW is the instant (ISO) that it was at SHIFTED_SINCE (milliseconds of the real clock; where missing, the
 * start of the first process, handed on to its children). From there time flows at its own pace. Timers,
 * performance.now() and file times stay real, and so do the dates that databases make by themselves.
 *
 * SHIFTED_LEAP_FILE names a file of 16 digits: so many milliseconds have been leapt over. It is looked at with each
 * question for the time, so that all processes which share it leap together while they run.
 */
'use strict';

const { openSync, readSync } = require('node:fs');

const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);

function leaps(file) {
	if (!file) return () => 0;
	const opened = openSync(file, 'r');
	const digits = Buffer.alloc(16, '0');
	return () => {
		readSync(opened, digits, 0, 16, 0);
		return Number(digits.toString('latin1'));
	};
}

function shift(instant) {
	const start = RealDate.parse(instant);
	if (Number.isNaN(start)) throw new RangeError(`SHIFTED_NOW is no instant: ${instant}`);
	process.env.SHIFTED_SINCE ??= String(realNow());
	const offsetMs = Math.round(start - Number(process.env.SHIFTED_SINCE));
	const leapt = leaps(process.env.SHIFTED_LEAP_FILE);
	const now = () => realNow() + offsetMs + leapt();
	RealDate.now = now;
	const ShiftedDate = new Proxy(RealDate, {
		apply: () => new RealDate(now()).toString(),
		construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
	});
	RealDate.prototype.constructor = ShiftedDate;
	globalThis.Date = ShiftedDate;
}

if (process.env.SHIFTED_NOW) shift(process.env.SHIFTED_NOW);
