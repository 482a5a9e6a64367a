import type { DayNumber } from './days';

/** A value that holds from a day on; oldest first. */
export interface Step {
	readonly from: DayNumber;
	readonly value: number;
}

/** What holds on a day; 0 before the first step. */
export function valueOn(steps: readonly Step[], day: DayNumber): number {
	return steps.reduce((held, step) => (step.from <= day ? step.value : held), 0);
}

/** The step since which the last value holds. */
export function lastChange(steps: readonly Step[]): Step | undefined {
	return steps.find(({ value }, at) => steps.slice(at).every((later) => later.value === value));
}

/** Without what comes after the day. */
export function keptUpTo(steps: readonly Step[], day: DayNumber): readonly Step[] {
	return steps.filter((step) => step.from <= day);
}

/** So much more from a day on, also of what comes after it. */
export function addedFrom(steps: readonly Step[], day: DayNumber, value: number): readonly Step[] {
	const later = steps.filter((step) => step.from > day).map((step) => ({ ...step, value: step.value + value }));
	return [...setFrom(steps, day, valueOn(steps, day) + value), ...later];
}

/** The value from a day on, and nothing after it. */
export function setFrom(steps: readonly Step[], day: DayNumber, value: number): readonly Step[] {
	return [...steps.filter((step) => step.from < day), { from: day, value }];
}
