import { periodTypes, type PeriodType } from '../billingPeriod';
import { type Decimal, isZero } from '../money';
import type { ContractPlan } from './plan';

/** Small facts of an entry of the action log. */
type Details = Readonly<Record<string, string | number | boolean>>;

/** What a plan changes of the bills, as small facts: `currency`, `monthlyBefore`, `monthlyAfter`, `once`; nothing if Autotask does not tell it. */
export function loggedMoney({ money, currency }: Pick<ContractPlan, 'money' | 'currency'>): Details {
	if (!money) return {};
	const recurring = money.recurring.flatMap(({ periodType, before, after }) => [
		[`${periodType}Before`, before],
		[`${periodType}After`, after],
	]);
	const once = isZero(money.once) ? [] : [['once', money.once]];
	return Object.fromEntries([['currency', currency], ...recurring, ...once]) as Details;
}

/** Amounts that an entry of the log names. */
export interface LoggedMoney {
	readonly currency: string;
	/** Before and after, for each length of period. */
	readonly recurring: readonly { readonly periodType: PeriodType; readonly before: Decimal; readonly after: Decimal }[];
	readonly once?: Decimal;
}

function amountIn(details: Details, name: string): Decimal | undefined {
	const value = details[name];
	return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? (value as Decimal) : undefined;
}

/** Reads them back; `others` are the facts that are no amounts. */
export function readLoggedMoney(details: Details): { readonly money?: LoggedMoney; readonly others: Details } {
	const recurring = periodTypes.flatMap((periodType) => {
		const [before, after] = [amountIn(details, `${periodType}Before`), amountIn(details, `${periodType}After`)];
		return before === undefined || after === undefined ? [] : [{ periodType, before, after }];
	});
	const once = amountIn(details, 'once') ?? amountIn(details, 'amount');
	const names = ['currency', 'once', 'amount', ...periodTypes.flatMap((type) => [`${type}Before`, `${type}After`])];
	const others = Object.fromEntries(Object.entries(details).filter(([name]) => !names.includes(name)));
	if (recurring.length === 0 && once === undefined) return { others };
	const currency = typeof details['currency'] === 'string' ? details['currency'] : '';
	return { money: { currency, recurring, ...(once === undefined ? {} : { once }) }, others };
}
