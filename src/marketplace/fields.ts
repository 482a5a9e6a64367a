import { z } from 'zod';
import type { PeriodLength } from '../domain/billingPeriod';
import type { Money } from '../domain/money';
import type { BillingModel } from '../domain/order/order';
import { decimalShape, optional, textShape } from '../http/shape';

const longestId = 100;
/** Characters that no id has: controls and halves of characters; nor is it a step in a path. */
const noId = /[\p{Cc}\p{Cs}]|^\.{1,2}$/u;

/** An id, written as text or as a number. */
export const idShape = z.union([
	z
		.string()
		.max(longestId, `an id of at most ${longestId} characters`)
		.trim()
		.min(1, 'an id')
		.refine((id) => !noId.test(id), 'an id without control characters'),
	z.number().int().safe().transform(String),
]);

/** Text of a name or a word. */
export const text = optional(textShape(1_000));

/** Text that may be told at length. */
export const longText = optional(textShape(20_000));

/** An id that may be missing, null or empty. */
export const optionalId = optional(idShape).transform((id) => id ?? undefined);

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

export const currency = textShape(20).refine((code) => code !== '', 'a currency');

export const money = z
	.object({ currency, amount: decimalShape })
	.transform((value): Money => ({ currency: value.currency, amount: value.amount }));

export const period = optional(
	z
		.object({ type: periodWord, duration: decimalShape })
		.transform((value): PeriodLength => ({ type: value.type, duration: Number(value.duration) })),
);
