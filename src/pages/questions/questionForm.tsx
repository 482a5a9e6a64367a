import type { VNode } from 'preact';
import { type Asked, choiceValue } from './asked';
import { askedText, numberOf, type Way, waysOf } from './questionTexts';

/** As many answers have a button each; of more one is chosen from a list. */
const mostButtons = 3;

/** What was typed or chosen before, by field. */
export type Typed = (field: string) => string | undefined;

interface Shown {
	readonly one: Asked;
	/** Which task it is about, for who hears the buttons. */
	readonly of: string;
	readonly typed: Typed;
}

function Buttons({ one, of, ways }: Shown & { readonly ways: readonly Way[] }): VNode {
	return (
		<p class="choice">
			{ways.map(({ value, name, means }) => (
				<>
					<button name="choose" value={choiceValue(one, value)} aria-label={`${name}, ${means}: ${of}`}>
						{name}
					</button>{' '}
					<span class="soft small">{means}</span>{' '}
				</>
			))}
		</p>
	);
}

function List({ one, of, ways, typed }: Shown & { readonly ways: readonly Way[] }): VNode {
	return (
		<p class="choice">
			<select name={one.field} aria-label={`${askedText(one.question)} ${of}`}>
				<option value="">Choose</option>
				{ways.map(({ value, name, means }) => (
					<option value={value} selected={value === typed(one.field)}>
						{name}, {means}
					</option>
				))}
			</select>{' '}
			<button name="choose" value={choiceValue(one)} aria-label={`Plan with this answer: ${of}`}>
				Plan with this answer
			</button>
		</p>
	);
}

function NumberField({ one, of, typed }: Shown): VNode | null {
	const number = numberOf(one.question);
	if (!number) return null;
	const { field } = one;
	return (
		<div class="row own">
			<div class="field">
				<label for={field}>{number.label}</label>
				<input
					type="number"
					min="0"
					id={field}
					name={field}
					value={typed(field) ?? number.usual}
					aria-describedby={`${field}-hint`}
				/>
				<p class="hint" id={`${field}-hint`}>
					{number.hint}
				</p>
			</div>
			<button name="choose" value={choiceValue(one)} class="typed" aria-label={`Plan with this number: ${of}`}>
				Plan with this number
			</button>
		</div>
	);
}

/** The answers of questions that have few: one button each, or a list. Nothing is chosen beforehand. */
export function QuestionChoices({ asked, ...shown }: Omit<Shown, 'one'> & { readonly asked: readonly Asked[] }): VNode {
	return (
		<>
			{asked.map((one) => {
				const ways = waysOf(one.question);
				if (ways.length === 0) return null;
				const Ways = ways.length > mostButtons ? List : Buttons;
				return <Ways one={one} {...shown} ways={ways} />;
			})}
		</>
	);
}

/** The numbers that may be typed: what the plan is made with, or what was typed in its place. */
export function QuestionNumbers({ asked, ...shown }: Omit<Shown, 'one'> & { readonly asked: readonly Asked[] }): VNode {
	return (
		<>
			{asked.map((one) => (
				<NumberField one={one} {...shown} />
			))}
		</>
	);
}

/** All questions of a task that has no plan yet, with what each asks. */
export function QuestionsFirst({ asked, ...shown }: Omit<Shown, 'one'> & { readonly asked: readonly Asked[] }): VNode {
	return (
		<>
			{asked.map((one) => {
				const text = askedText(one.question);
				return (
					<div>
						{text === '' ? null : <p>{text}</p>}
						<QuestionChoices asked={[one]} {...shown} />
						<QuestionNumbers asked={[one]} {...shown} />
					</div>
				);
			})}
		</>
	);
}
