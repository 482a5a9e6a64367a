import type { PlanQuestion } from '../answers/planQuestion';
import { unknownUnits } from '../answers/planQuestion';
import { productRow } from '../answers/rowAnswer';
import { absolute, type Decimal, roundedAmount, times } from '../money';
import type { ContractPlan } from './plan';

/** A line that bills another number than its subscription has by the marketplace. Source: rule Q2. */
export interface HeldBeside {
	readonly question: PlanQuestion;
	readonly billed: number;
	readonly owned: number;
	/** What the difference costs each period, signs left out; absent where the price is not known. */
	readonly perPeriod?: Decimal;
}

/** Lines of a plan that bill more or fewer units than the subscription has, as far as nobody has said whose they are. */
export function heldBeside({ questions, lines }: Pick<ContractPlan, 'questions' | 'lines'>): readonly HeldBeside[] {
	return questions.flatMap((question): HeldBeside[] => {
		const { owned, subscriptionId, productId } = question;
		const billed = unknownUnits(question);
		if (owned === undefined || owned === billed) return [];
		const price = lines.find(({ row }) => row === productRow(subscriptionId, productId))?.price;
		const perPeriod = price === undefined ? undefined : roundedAmount(absolute(times(price, billed - owned)));
		return [{ question, billed, owned, ...(perPeriod === undefined ? {} : { perPeriod }) }];
	});
}
