import { z } from 'zod';
import { type CalendarDate, calendarDate, instant, localDay } from '../domain/calendarDate';
import type { Instant } from '../domain/ids';
import { checked } from '../http/shape';

/** What dates of the marketplace are read with. */
export interface DateReaders {
	readonly time: z.ZodType<Instant, z.ZodTypeDef, string>;
	/** A day, or the day in the zone on which an instant falls. */
	readonly day: z.ZodType<CalendarDate, z.ZodTypeDef, string>;
}

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;

/** For a marketplace whose dates without an offset are in that zone. */
export function dateReaders(timeZone: string): DateReaders {
	const dayIn = (value: string): CalendarDate =>
		dayOnly.test(value) ? calendarDate(value) : localDay(instant(value, timeZone), timeZone);
	return {
		time: z.string().transform(checked((value: string): Instant => instant(value, timeZone), 'a date-time')),
		day: z.string().transform(checked(dayIn, 'a date')),
	};
}
