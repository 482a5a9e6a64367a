import { z } from 'zod';
import { lastMeant, leadingDay } from '../domain/calendarDate';
import { checked, optional, textShape } from '../http/shape';

/** An id, or another whole number. */
export const id = z.number().int().safe();

/** An id, or another whole number, that may be missing. */
export const optionalId = optional(id);

/** The day of a date, whose time says nothing; one that stands for no end is the last one that is meant. */
export const day = z
	.string()
	.max(40, 'a date of at most 40 characters')
	.transform(checked((text: string) => lastMeant(leadingDay(text)), 'a date'));

/** Text that has to be there. */
export const name = textShape(2_000);

export const text = textShape(8_000).nullish();

/** Text without blanks around it; blanks alone are no text. */
export const words = text.transform((value) => value?.trim());

/** True or false, which some entities write as 1 or 0. */
export const truth = z.union([z.boolean(), z.literal(0), z.literal(1)]).transform(Boolean);
