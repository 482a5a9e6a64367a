import { z } from 'zod';
import type { PeriodLength } from '../domain/billingPeriod';
import type { Money } from '../domain/money';
import type { BillingModel } from '../domain/order/order';
import { decimalShape } from '../http/shape';

/** An id, written as text or as a number. */
export const idShape = z.union([z.string().trim().min(1), z.number().int()]).transform(String);

export const text = z.string().nullish();

/** An id that may be missing, null or empty; `idOf` reads it. */
export const optionalId = z.union([z.string(), z.number().int()]).nullish();

/** Undefined where there is none. */
export function idOf(value: string | number | null | undefined): string | undefined {
	const written = String(value ?? '').trim();
	return written === '' ? undefined : written;
}

/** One of the words, else the word that stands for all others. */
export function wordOf<Word extends string>(
	words: readonly Word[],
	other: Word,
): z.ZodType<Word, z.ZodTypeDef, unknown> {
	return z.unknown().transform((value) => words.find((word) => word === value) ?? other);
}

export const billingModel = wordOf<BillingModel>(
	['chargeBeforeBillingPeriod', 'chargeAfterBillingPeriod', 'chargeBeforeSubscriptionPeriod', 'chargeExternalRating'],
	'unknown',
);

export const periodWord = wordOf<PeriodLength['type']>(['day', 'month', 'year', 'statement_day'], 'unknown');

export const money = z
	.object({ currency: z.string().min(1), amount: decimalShape })
	.transform((value): Money => ({ currency: value.currency, amount: value.amount }));

export const period = z
	.object({ type: periodWord, duration: z.number() })
	.transform((value): PeriodLength => ({ type: value.type, duration: value.duration }));
