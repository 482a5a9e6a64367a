import type { Question } from '../../domain/answers/question';
import { isChoice, type PlanQuestion, unknownUnits } from '../../domain/answers/planQuestion';
import { countText } from '../moneyText';

/** One answer of a question that has few. */
export interface Way {
	/** What is sent for it. */
	readonly value: string;
	readonly name: string;
	readonly means: string;
}

/** The two readings of units that nobody is known to own. Source: rule Q2. */
function waysOfUnits(question: PlanQuestion): readonly Way[] {
	if (!isChoice(question)) return [];
	const { suggestion, owned } = question;
	const free = unknownUnits(question);
	const [all, some] = [String(free), String(suggestion)];
	const others = `${countText(free - suggestion)} ${free - suggestion === 1 ? 'is' : 'are'}`;
	if (owned !== undefined)
		return [
			{ value: all, name: `Bill ${countText(owned)}`, means: `all ${countText(free)} are this subscription's` },
			{ value: some, name: `Keep ${countText(free)}`, means: `${others} not from this marketplace` },
		];
	return [
		{
			value: all,
			name: `All ${countText(free)} are this subscription's`,
			means: 'they are billed already, by hand',
		},
		{
			value: some,
			name: suggestion === 0 ? 'None of them is' : `${countText(suggestion)} of them are`,
			means: `the other ${countText(free - suggestion)} stay as they are`,
		},
	];
}

/** The answers to choose from; none where a number is typed alone. */
export function waysOf(question: Question): readonly Way[] {
	switch (question.asks) {
		case 'ownUnits':
			return waysOfUnits(question);
		case 'prices':
			return [
				{ value: 'autotask', name: 'Leave what Autotask has', means: question.seen.replaceAll('+', ' and ') },
				{ value: 'marketplace', name: "Write the marketplace's", means: 'as the order or the subscription says' },
			];
		case 'otherUnits': {
			const { units } = question.known;
			const name = units === 0 ? 'None, as before' : `${countText(units)}, as before`;
			return [{ value: String(units), name, means: 'the line is brought to what the orders say' }];
		}
		case 'goneLine':
			return [{ value: String(question.line), name: 'It is gone for good', means: 'the task is planned without it' }];
		case 'contract':
			return question.contracts.map(({ id, name }) => ({ value: String(id), name, means: `contract ${id}` }));
		case 'newContract':
			return [{ value: 'create', name: 'Propose a new contract', means: 'it is created when you approve the plan' }];
		case 'heldUnits':
			return [];
	}
}

/** What is asked, in a sentence; empty where the plan says it above. */
export function askedText(question: Question): string {
	switch (question.asks) {
		case 'ownUnits':
		case 'heldUnits':
			return '';
		case 'prices':
			return `Autotask has ${question.seen.replaceAll('+', ' and ')}, which this marketplace did not write. Whose price counts for this task?`;
		case 'otherUnits':
			return `How many of the ${countText(question.known.seenInForce)} units that Autotask holds now are not this marketplace's?`;
		case 'goneLine':
			return `If contract service ${question.line} is gone for good, the task is planned without it. What it has not billed before this plan begins stays unbilled.`;
		case 'contract':
			return 'Which contract bills it?';
		case 'newContract':
			return 'No contract fits. Create or extend one in Autotask and look again, or have one proposed.';
	}
}

/** A number that is typed. */
export interface TypedNumber {
	readonly label: string;
	readonly hint: string;
	/** What it says before anybody types. */
	readonly usual: string;
}

/** The number that may be typed in place of a way; undefined where nothing else than the ways is an answer. */
export function numberOf(question: Question): TypedNumber | undefined {
	switch (question.asks) {
		case 'ownUnits': {
			const { contractServiceId, inForce, linkedUnits, suggestion } = question;
			const linked = linkedUnits === 0 ? '' : `, ${countText(linkedUnits)} of them of other subscriptions`;
			return {
				label: `Units of this subscription on contract service ${contractServiceId}`,
				hint: `It holds ${countText(inForce)}${linked}. Another number is planned again before anything is written.`,
				usual: isChoice(question) ? '' : String(suggestion),
			};
		}
		case 'otherUnits': {
			const { units, seenInForce } = question.known;
			return {
				label: "Units that are not this marketplace's",
				hint: `Of ${countText(seenInForce)} in Autotask; ${countText(units)} ${units === 1 ? 'was' : 'were'} known before`,
				usual: '',
			};
		}
		case 'heldUnits':
			return { label: `Units of product ${question.product} before this order`, hint: 'A whole number', usual: '' };
		default:
			return undefined;
	}
}
