import { z } from 'zod';
import { type CalendarDate, calendarDate, instant, isNever, localDay } from '../domain/calendarDate';
import type { Instant } from '../domain/ids';
import { checked, optional } from '../http/shape';

/** What dates of the marketplace are read with. */
export interface DateReaders {
	readonly time: z.ZodType<Instant, z.ZodTypeDef, unknown>;
	/** A day, or the day in the zone on which an instant falls. */
	readonly day: z.ZodType<CalendarDate, z.ZodTypeDef, unknown>;
	/** A day that may be missing, null or empty, or stand for "never" or "not set". */
	readonly meantDay: z.ZodType<CalendarDate | undefined, z.ZodTypeDef, unknown>;
}

/** What systems write for a date that is not set, such as 0001-01-01, lies before. */
const firstMeant = '1900-01-01';

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;

/** For a marketplace whose dates without an offset are in that zone. */
export function dateReaders(timeZone: string): DateReaders {
	const dayIn = (value: string): CalendarDate =>
		dayOnly.test(value) ? calendarDate(value) : localDay(instant(value, timeZone), timeZone);
	const day = z.string().transform(checked(dayIn, 'a date'));
	return {
		time: z.string().transform(checked((value: string): Instant => instant(value, timeZone), 'a date-time')),
		day,
		meantDay: optional(day).transform((value) => (value && firstMeant <= value && !isNever(value) ? value : undefined)),
	};
}
