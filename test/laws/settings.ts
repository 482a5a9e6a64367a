import { dayNumber, dayText, monthsAfter, type DayNumber } from '../oracle/days';

/** How tasks come: in several runs as time goes by, all in one run, or one by one in a mixed order. */
export type Arrival = 'severalRuns' | 'oneRun' | 'mixed';

export interface BatchSettings {
	/** The day that the connection is made. */
	readonly connectedOn: string;
	readonly proration: 'autotask' | 'marketplace';
	readonly priceSource: 'autotask' | 'marketplace';
	readonly syncRefunds: boolean;
	readonly arrival: Arrival;
	/** Whether tasks wait for a person, each of them. */
	readonly isByHand: boolean;
	readonly sameDate: 'refused' | 'accepted';
	/** Days after the connection on which a run takes place, where there are several. */
	readonly runsAfter: readonly number[];
	/** Whether everything is posted after each of several runs. */
	readonly isPosted: boolean;
	/** Whether somebody edits the lines in Autotask between plan and write, and takes it back when nothing was written. */
	readonly isEdited: boolean;
	/** The marketplace's. */
	readonly zone: string;
}

/** Settings with everything usual. */
export const usualBatch: BatchSettings = {
	connectedOn: '2026-09-20',
	proration: 'autotask',
	priceSource: 'marketplace',
	syncRefunds: false,
	arrival: 'severalRuns',
	isByHand: false,
	sameDate: 'accepted',
	runsAfter: [22, 26, 30, 60, 120],
	isPosted: false,
	isEdited: false,
	zone: 'Europe/London',
};

/** The last day whose bills are looked at. */
export function lastDay({ connectedOn }: BatchSettings): DayNumber {
	return monthsAfter(dayNumber(connectedOn), 30);
}

/** When runs take place; the last one is after every order. */
export function runInstants({ arrival, connectedOn, runsAfter }: BatchSettings): readonly string[] {
	const first = dayNumber(connectedOn);
	const between = arrival === 'severalRuns' ? runsAfter.map((days) => dayText(first + days)) : [];
	return [...between, dayText(monthsAfter(first, 26))].map((day) => `${day}T10:00:00Z`);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock of the zone shows, as if it were UTC. */
function shownIn(zone: string, instant: number): number {
	const format =
		formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
	formats.set(zone, format);
	return Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

const instants = new Map<string, string>();

/** The instant at which clocks of the zone show that time; where they leave it out, as much later as they are moved on. */
export function instantIn(zone: string, day: string, time: string): string {
	const name = `${day}T${time} ${zone}`;
	const known = instants.get(name) ?? foundIn(zone, day, time);
	instants.set(name, known);
	return known;
}

function foundIn(zone: string, day: string, time: string): string {
	const wall = Date.parse(`${day}T${time}:00Z`);
	const before = shownIn(zone, wall - 86_400_000) - (wall - 86_400_000);
	const after = shownIn(zone, wall + 86_400_000) - (wall + 86_400_000);
	const fitting = [wall - before, wall - after].find((instant) => shownIn(zone, instant) === wall);
	return new Date(fitting ?? wall - before).toISOString();
}
