import { z } from 'zod';
import { leadingDay } from '../domain/calendarDate';
import { checked } from '../http/shape';

/** An id, or another whole number. */
export const id = z.number().int();

/** The day of a date, whose time says nothing. */
export const day = z.string().transform(checked(leadingDay, 'a date'));

export const text = z.string().nullish();

/** Text without blanks around it; blanks alone are no text. */
export const words = text.transform((value) => value?.trim());

/** True or false, which some entities write as 1 or 0. */
export const truth = z.union([z.boolean(), z.literal(0), z.literal(1)]).transform(Boolean);
