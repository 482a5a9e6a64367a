import type { VNode } from 'preact';
import { useLacking } from '../allowed';
import { PostForm } from '../postForm';
import { choiceField } from './acceptPicks';
import { listAddress, type ListPlace } from './listState';
import type { Offer } from './suggesting';

/** The form that ticks and choices of the list belong to; it stands below the list, since rows have forms of their own. */
const formId = 'map-rows';

/** Which offers are ticked: the safe ones unless a person asks for all or none. */
export type Ticking = 'safe' | 'all' | 'none';

/** Reads it from the address. */
export function tickingIn(query: Readonly<Record<string, string>>): Ticking {
	const asked = query['tick'];
	return asked === 'all' || asked === 'none' ? asked : 'safe';
}

/** The box that takes a row into what is mapped together. */
export function TickBox({ offer, ticking }: { readonly offer: Offer; readonly ticking: Ticking }): VNode {
	const { key, label, chosen, isSafe } = offer;
	const isClosed = useLacking('map') !== undefined;
	const isTicked = chosen !== undefined && (ticking === 'all' || (ticking === 'safe' && isSafe));
	return (
		<input
			type="checkbox"
			name="ticked"
			value={key}
			form={formId}
			checked={isTicked}
			disabled={isClosed}
			aria-label={`Tick ${label}`}
		/>
	);
}

function buttonText({ waitingTasks }: Offer, isPlanned: boolean): string {
	if (waitingTasks === 0 || !isPlanned) return 'Map';
	return waitingTasks === 1 ? 'Map and plan 1 task' : `Map and plan ${waitingTasks} tasks`;
}

/** What a row may be mapped to, and the button that maps this row alone. */
export function InlineChoice(given: {
	readonly offer: Offer;
	/** What it is mapped to, for its label. */
	readonly legend: string;
	/** Whether the tasks that wait for it are planned at once. */
	readonly isPlanned: boolean;
}): VNode {
	const { offer, legend, isPlanned } = given;
	const { key, label, options, chosen = '' } = offer;
	const text = buttonText(offer, isPlanned);
	const isClosed = useLacking('map') !== undefined;
	if (options.length === 0) return <span class="soft">Nothing is like it</span>;
	return (
		<div class="choice">
			<select name={choiceField(key)} form={formId} disabled={isClosed} aria-label={`${legend} of ${label}`}>
				<option value="">Choose</option>
				{options.map((option) => (
					<option value={option.value} selected={option.value === chosen}>
						{`${option.label} (${option.says})`}
					</option>
				))}
			</select>
			<button form={formId} name="only" value={key} disabled={isClosed} aria-label={`${text}: ${label}`}>
				{text}
			</button>
		</div>
	);
}

/** Below the list: maps all rows that are ticked. */
export function MapTicked(given: {
	readonly called: string;
	readonly place: ListPlace;
	readonly ticking: Ticking;
	readonly token: string;
}): VNode {
	const { called, place, ticking, token } = given;
	const links = [
		{ tick: 'safe', text: 'Tick the safe ones' },
		{ tick: 'all', text: 'Tick all that are chosen' },
		{ tick: 'none', text: 'Tick none' },
	] as const;
	return (
		<PostForm token={token} action="accept" id={formId}>
			<div class="bar row">
				<button class="main">{`Map the ticked ${called}`}</button>
				{links
					.filter(({ tick }) => tick !== ticking)
					.map(({ tick, text }) => (
						<a href={listAddress(place, { tick: tick === 'safe' ? undefined : tick })}>{text}</a>
					))}
			</div>
		</PostForm>
	);
}
