import { range } from 'lodash';
import { dayOfMonth, instant, localDay, localMinute, plusDays, weekdayOf } from './calendarDate';
import type { Instant } from './ids';

/** A poll time as n8n keeps it; which fields it has depends on its mode. */
export interface PollTime {
	readonly mode?: string;
	readonly hour?: number;
	readonly minute?: number;
	/** 0 for a Sunday, to 6; as text. */
	readonly weekday?: number | string;
	readonly dayOfMonth?: number;
	readonly value?: number;
	readonly unit?: string;
	readonly cronExpression?: string;
}

/** Which minutes of which days; what is absent is every one. */
interface Schedule {
	readonly minutes: readonly number[];
	readonly hours: readonly number[];
	readonly days?: readonly number[];
	readonly weekdays?: readonly number[];
}

const everyMinute = range(60);
const everyHour = range(24);
/** n8n draws the minute of polls that come every so many hours: the latest one. */
const anyMinute = [59];

function every(count: number | undefined, all: readonly number[]): readonly number[] {
	return all.filter((one) => one % Math.max(1, count ?? 1) === 0);
}

/** The numbers of a field of a cron expression; undefined for one in words, or that is none. */
function numbersOf(field: string, all: readonly number[]): readonly number[] | undefined {
	const parts = field.split(',').map((part) => {
		const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
		if (!match) return undefined;
		const [, first, last, step] = match;
		const from = first === undefined ? (all[0] ?? 0) : Number(first);
		const to = first === undefined ? (all.at(-1) ?? 0) : Number(last ?? first);
		return all.filter((one) => one >= from && one <= to && (one - from) % Number(step ?? 1) === 0);
	});
	return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function cronSchedule(expression: string): Schedule | undefined {
	const [minute = '', hour = '', day = '', month, weekday = ''] = expression.trim().split(/\s+/).slice(-5);
	const [minutes, hours] = [numbersOf(minute, everyMinute), numbersOf(hour, everyHour)];
	const days = day === '*' ? [] : numbersOf(day, range(1, 32));
	const weekdays = weekday === '*' ? [] : numbersOf(weekday, range(8))?.map((one) => one % 7);
	if (!minutes || !hours || !days || !weekdays || month !== '*' || (days.length > 0 && weekdays.length > 0))
		return undefined;
	return { minutes, hours, ...(days.length > 0 && { days }), ...(weekdays.length > 0 && { weekdays }) };
}

function scheduleOf(time: PollTime): Schedule | undefined {
	const { mode = 'everyDay', hour = 14, minute = 0, weekday = 1, dayOfMonth: day = 1, value, unit } = time;
	const daily = { minutes: [minute], hours: [hour] };
	switch (mode) {
		case 'everyMinute':
			return { minutes: everyMinute, hours: everyHour };
		case 'everyHour':
			return { minutes: [minute], hours: everyHour };
		case 'everyX':
			return unit === 'minutes'
				? { minutes: every(value, everyMinute), hours: everyHour }
				: { minutes: anyMinute, hours: every(value, everyHour) };
		case 'everyDay':
			return daily;
		case 'everyWeek':
			return { ...daily, weekdays: [Number(weekday)] };
		case 'everyMonth':
			return { ...daily, days: [day] };
		case 'custom':
			return cronSchedule(time.cronExpression ?? '');
		default:
			return undefined;
	}
}

const daysAhead = 62;

function nextOf({ minutes, hours, days, weekdays }: Schedule, now: Instant, timeZone: string): Instant | undefined {
	const today = localDay(now, timeZone);
	const present = localMinute(now, timeZone);
	const two = (count: number) => String(count).padStart(2, '0');
	const times = hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)).sort();
	for (const ahead of range(daysAhead)) {
		const day = plusDays(today, ahead);
		if (days && !days.includes(dayOfMonth(day))) continue;
		if (weekdays && !weekdays.includes(weekdayOf(day))) continue;
		const time = ahead === 0 ? times.find((one) => one > present) : times[0];
		if (time !== undefined) return instant(`${day}T${time}:00`, timeZone);
	}
	return undefined;
}

/**
 * When n8n polls next, to the minute, by the clock of the workflow's zone; of polls every so many hours, whose minute n8n draws,
 * the latest. Undefined where a poll time is not understood, or none comes within two months.
 */
export function nextPoll(times: readonly PollTime[], now: Instant, timeZone: string): Instant | undefined {
	const schedules = times.map(scheduleOf);
	if (schedules.includes(undefined)) return undefined;
	return schedules.flatMap((schedule) => (schedule && nextOf(schedule, now, timeZone)) ?? []).toSorted()[0];
}
