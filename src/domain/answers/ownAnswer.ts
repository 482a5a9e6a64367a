import type { ProductId, SubscriptionId } from '../ids';
import { valueOf } from '../keyed';
import type { Answers } from './answers';
import type { PlanQuestion } from './planQuestion';
import { asWord } from './taskEntry';

/** How many units of its line a person said to be this subscription's already; undefined where nothing was said of it. Source: rule Q2. */
export function ownAnswer(answers: Answers, subscription: SubscriptionId, product: ProductId): number | undefined {
	const of = answers.ownUnitsOf ?? {};
	return of[`${subscription}/${product}`] ?? valueOf(of, product) ?? answers.ownUnits;
}

type Asked = Pick<PlanQuestion, 'productId' | 'subscriptionId'>;

/** The word that answers a question: `own=4`, or `own[product]=4` where the task asks several. */
export function ownWord(
	question: Asked & { readonly suggestion: number },
	all: readonly Asked[],
	units?: number,
): string {
	const alike = all.filter((other) => other.productId === question.productId);
	const named = alike.length > 1 ? `${question.subscriptionId}/${question.productId}` : question.productId;
	return `own${all.length > 1 ? `[${asWord(named)}]` : ''}=${units ?? question.suggestion}`;
}

/**
 * The answers without those that would count for several of these questions: such a number answers none of them.
 */
export function tellingAnswers(answers: Answers, asked: readonly Asked[]): Answers {
	const { ownUnits, ownUnitsOf, ...others } = answers;
	const keyed = Object.entries(ownUnitsOf ?? {}).filter(
		([key]) => asked.filter((one) => one.productId === key).length <= 1,
	);
	const isNamed = ({ subscriptionId, productId }: Asked) =>
		keyed.some(([key]) => key === productId || key === `${subscriptionId}/${productId}`);
	const open = asked.filter((one) => !isNamed(one));
	return {
		...others,
		...(ownUnits === undefined || open.length > 1 ? {} : { ownUnits }),
		...(keyed.length === 0 ? {} : { ownUnitsOf: Object.fromEntries(keyed) }),
	};
}

/** Answers with what a person says now: a number for the task or numbers for its products, whichever was said last. */
export function withOwnUnits(before: Answers, said: Pick<Answers, 'ownUnits' | 'ownUnitsOf'>): Answers {
	if (said.ownUnits === undefined && said.ownUnitsOf === undefined) return before;
	const { ownUnits: _units, ownUnitsOf: _of, ...others } = before;
	const ownUnitsOf = said.ownUnits === undefined ? { ...before.ownUnitsOf, ...said.ownUnitsOf } : said.ownUnitsOf;
	return {
		...others,
		...(said.ownUnits === undefined ? {} : { ownUnits: said.ownUnits }),
		...(ownUnitsOf === undefined ? {} : { ownUnitsOf }),
	};
}
