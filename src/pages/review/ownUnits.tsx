import type { VNode } from 'preact';
import { isChoice, type PlanQuestion, unknownUnits } from '../../domain/answers/planQuestion';
import type { ContractPlan } from '../../domain/plan/plan';
import { countText } from '../moneyText';
import { approvalEntry, ownField } from './reviewed';

/** What a button of the review sends: the plan, the place of its question, the units. */
export function choiceValue(plan: ContractPlan, at: number, units: number): string {
	return `${approvalEntry(plan)} ${at} ${units}`;
}

/** The same read; undefined where it is none. */
export function readChoice(
	value: string,
): { readonly entry: string; readonly at: number; readonly units: string } | undefined {
	const [entry, at, units] = value.split(' ');
	return entry === undefined || at === undefined || units === undefined ? undefined : { entry, at: Number(at), units };
}

interface Way {
	readonly units: number;
	readonly name: string;
	readonly means: string;
}

/** The two readings of units that nobody is known to own. Source: rule Q2. */
function waysOf(question: PlanQuestion): readonly Way[] {
	const { suggestion, owned } = question;
	const free = unknownUnits(question);
	const others = `${countText(free - suggestion)} ${free - suggestion === 1 ? 'is' : 'are'}`;
	if (owned !== undefined)
		return [
			{ units: free, name: `Bill ${countText(owned)}`, means: `all ${countText(free)} are this subscription's` },
			{ units: suggestion, name: `Keep ${countText(free)}`, means: `${others} not from this marketplace` },
		];
	return [
		{
			units: free,
			name: `All ${countText(free)} are this subscription's`,
			means: 'they are billed already, by hand',
		},
		{
			units: suggestion,
			name: suggestion === 0 ? 'None of them is' : `${countText(suggestion)} of them are`,
			means: `the other ${countText(free - suggestion)} stay as they are`,
		},
	];
}

/** Units that nobody is known to own: whose they are, said with one button each. */
export function OwnUnitsChoice({ plan, of }: { readonly plan: ContractPlan; readonly of: string }): VNode {
	return (
		<>
			{plan.questions.map((question, at) =>
				isChoice(question) ? (
					<p class="choice">
						{waysOf(question).map(({ units, name, means }) => (
							<>
								<button name="choose" value={choiceValue(plan, at, units)} aria-label={`${name}, ${means}: ${of}`}>
									{name}
								</button>{' '}
								<span class="soft small">{means}</span>{' '}
							</>
						))}
					</p>
				) : null,
			)}
		</>
	);
}

/** How many units of each line are the subscription's: what the plan is made with, or what was typed in its place. */
export function OwnUnitsFields(given: {
	readonly plan: ContractPlan;
	/** What was typed before, by field. */
	readonly typed: (field: string) => string | undefined;
}): VNode {
	const { plan, typed } = given;
	return (
		<>
			{plan.questions.map((question, at) => {
				const name = ownField(plan, at);
				const { contractServiceId, inForce, linkedUnits, suggestion } = question;
				return (
					<div class="row own">
						<div class="field">
							<label for={name}>Units of this subscription on contract service {contractServiceId}</label>
							<input
								type="number"
								min="0"
								id={name}
								name={name}
								value={typed(name) ?? (isChoice(question) ? '' : String(suggestion))}
								aria-describedby={`${name}-hint`}
							/>
							<p class="hint" id={`${name}-hint`}>
								It holds {countText(inForce)}
								{linkedUnits === 0 ? '' : `, ${countText(linkedUnits)} of them of other subscriptions`}. Another number
								is planned again before anything is written.
							</p>
						</div>
						<button name="choose" value={`${approvalEntry(plan)} ${at} `} class="typed">
							Plan with this number
						</button>
					</div>
				);
			})}
		</>
	);
}
