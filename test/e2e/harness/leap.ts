import { closeSync, openSync, writeSync } from 'node:fs';

/** A leap that the processes of a shifted clock make together while they run. */
export interface Leap {
	readonly env: { readonly SHIFTED_LEAP_FILE: string };
	/** From here on they live so much later than they would have. */
	by(milliseconds: number): void;
}

/** Makes the file that the processes look at; give `env` to each of them. */
export function leapIn(file: string): Leap {
	let leapt = 0;
	const write = (flags: string): void => {
		const opened = openSync(file, flags);
		writeSync(opened, String(leapt).padStart(16, '0'), 0);
		closeSync(opened);
	};
	write('w');
	return {
		env: { SHIFTED_LEAP_FILE: file },
		by: (milliseconds) => {
			leapt += milliseconds;
			write('r+');
		},
	};
}
