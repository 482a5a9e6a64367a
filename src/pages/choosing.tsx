import type { ComponentChildren, VNode } from 'preact';
import type { CustomerMapping } from '../ports/store/mappings';
import type { AddressState } from './address';
import { Choice, TextField } from './fields';
import type { ActionOutcome } from './page';
import type { PageRequest } from './pageRequest';
import { Hidden, PostForm } from './postForm';

/** Where something is chosen by search: the page, what its address keeps, and the way back. */
export interface ChoosingPlace {
	readonly path: string;
	readonly values: AddressState;
	readonly back: { readonly href: string; readonly name: string };
}

/** Looks for part of a name in Autotask; what is found stands among the options below. */
export function FindForm(given: {
	readonly place: ChoosingPlace;
	readonly label: string;
	readonly find: string;
	readonly hint: string;
}): VNode {
	const { place, label, find, hint } = given;
	return (
		<form method="get" action={place.path} class="row" role="search">
			<Hidden values={place.values} />
			<TextField name="find" label={label} type="search" value={find} hint={hint} />
			<button>Search</button>
		</form>
	);
}

/** One of several things to choose from, with what is said about it. */
export function Option(given: {
	readonly name: string;
	readonly value: string;
	readonly label: string;
	readonly says: string;
	readonly isChosen: boolean;
}): VNode {
	const { name, value, label, says, isChosen } = given;
	return (
		<label class="tick">
			<input type="radio" name={name} value={value} checked={isChosen} />
			<span>
				{label} <span class="soft small">({says})</span>
			</span>
		</label>
	);
}

/** Maps one thing to what is chosen of the options. */
export function ChooseForm(given: {
	readonly token: string;
	readonly place: ChoosingPlace;
	/** What is mapped. */
	readonly values: ChoosingPlace['values'];
	readonly legend: string;
	readonly options: ComponentChildren;
	/** What else is asked for, below the options. */
	readonly children?: ComponentChildren;
}): VNode {
	const { token, place, values, legend, options, children } = given;
	return (
		<PostForm token={token} action="map">
			<Hidden values={values} />
			<fieldset>
				<legend>{legend}</legend>
				{options}
			</fieldset>
			{children}
			<p class="row">
				<button class="main">Map</button>
				<a href={place.back.href}>{place.back.name}</a>
			</p>
		</PostForm>
	);
}

/** Asks once more before a mapping is taken away. */
export function UnmapForm(given: {
	readonly token: string;
	/** What is mapped. */
	readonly values: ChoosingPlace['values'];
	/** Where it stays mapped. */
	readonly back: string;
	/** What it is mapped to, and what follows. */
	readonly children: ComponentChildren;
}): VNode {
	const { token, values, back, children } = given;
	return (
		<PostForm token={token} action="unmap">
			<Hidden values={values} />
			<p>{children}</p>
			<p class="row">
				<button class="risky">Unmap</button>
				<a href={back}>Keep it</a>
			</p>
		</PostForm>
	);
}

/** What something is mapped to, and who found that. */
export function MappedCell(given: {
	readonly name: string;
	readonly id: number;
	readonly mappedBy: CustomerMapping['mappedBy'];
}): VNode {
	const { name, id, mappedBy } = given;
	return (
		<>
			{name}
			<br />
			<span class="soft small">
				{id}, {mappedBy === 'externalId' ? 'by external ID' : 'by a person'}
			</span>
		</>
	);
}

/** In a row: to where what it names is mapped, or mapped anew, and to where its mapping is taken away. */
export function MappingLinks(given: {
	readonly name: string;
	readonly isMapped: boolean;
	/** Undefined where it cannot be mapped. */
	readonly map: string | undefined;
	/** Undefined where that is done elsewhere. */
	readonly unmap?: string;
}): VNode {
	const { name, isMapped, map, unmap } = given;
	const verb = isMapped ? 'Change' : 'Map';
	return (
		<>
			{map === undefined ? null : (
				<a href={map} aria-label={`${verb} ${name}`}>
					{verb}
				</a>
			)}
			{isMapped && unmap !== undefined ? (
				<>
					{' '}
					<a href={unmap} aria-label={`Unmap ${name}`}>
						Unmap
					</a>
				</>
			) : null}
		</>
	);
}

/** What is said about a suggestion of that id. */
export function suggestionText(
	{ score, reasons }: { readonly score: number; readonly reasons: readonly string[] },
	id: number,
): string {
	return [`${score} of 100`, ...reasons, `ID ${id}`].join(', ');
}

/** From which score on suggestions are ticked. */
export function LeastForm(given: {
	readonly path: string;
	readonly values: ChoosingPlace['values'];
	readonly least: number;
}): VNode {
	return (
		<form method="get" action={given.path} class="row">
			<Hidden values={given.values} />
			<Choice
				name="least"
				label="Tick those with at least"
				value={String(given.least)}
				options={['100', '95', '85', '70', '40'].map((value) => ({ value, name: `${value} of 100` }))}
			/>
			<button>Show</button>
		</form>
	);
}

/** The best suggestion for one thing of the marketplace. */
export interface SuggestedPair {
	/** Of the marketplace, and of Autotask. */
	readonly ids: readonly [string, number];
	readonly names: readonly [string, string];
	/** What stands between the box to tick and Autotask's thing, one for each of the table's first heads. */
	readonly cells: readonly ComponentChildren[];
	readonly score: number;
	readonly reasons: readonly string[];
}

/** Suggestions to be looked at and accepted together; `acceptPairs` reads what was ticked. */
export function AcceptForm(given: {
	readonly token: string;
	readonly back: string;
	/** Of the cells, then of Autotask's thing. */
	readonly heads: readonly string[];
	readonly pairs: readonly SuggestedPair[];
	readonly least: number;
}): VNode {
	const { token, back, heads, pairs, least } = given;
	return (
		<PostForm token={token} action="accept">
			<table class="cards">
				<caption>Nothing is mapped before you accept it. Look at each, untick what is wrong.</caption>
				<thead>
					<tr>
						<th>Accept</th>
						{heads.map((head) => (
							<th>{head}</th>
						))}
						<th class="number">Score</th>
						<th>Reason</th>
					</tr>
				</thead>
				<tbody>
					{pairs.map(({ ids: [own, other], names: [ownName, otherName], cells, score, reasons }) => (
						<tr>
							<td data-label="Accept" class="tick">
								<input
									type="checkbox"
									name="pairs"
									value={`${own}=${other}`}
									checked={score >= least}
									aria-label={`${ownName} is ${otherName}`}
								/>
							</td>
							{cells.map((cell, at) => (
								<td data-label={heads[at]} class={at === 0 ? 'head' : ''}>
									{cell}
								</td>
							))}
							<td data-label={heads.at(-1)}>
								{otherName} <span class="soft small">({other})</span>
							</td>
							<td data-label="Score" class="number">
								{score}
							</td>
							<td data-label="Reason">{reasons.join(', ')}</td>
						</tr>
					))}
				</tbody>
			</table>
			<p class="row">
				<button class="main">Accept the ticked ones</button>
				<a href={back}>Back to the list</a>
			</p>
		</PostForm>
	);
}

/** Maps what was ticked, one after another; those that are refused are said and hold up no other. */
export async function acceptPairs(
	request: PageRequest,
	of: { readonly things: string; readonly location: string },
	map: (own: string, other: number) => Promise<{ readonly kind: 'mapped' | 'refused'; readonly message: string }>,
): Promise<ActionOutcome> {
	const pairs = (request.form['pairs'] ?? []).map((pair) => /^(.{1,100})=(\d{1,15})$/.exec(pair));
	if (pairs.length === 0)
		return { kind: 'refused', message: 'Nothing is ticked. Tick the suggestions that are right.' };
	const refusals: string[] = [];
	for (const pair of pairs) {
		const [, own = '', other = ''] = pair ?? [];
		const outcome = await map(own, Number(other));
		if (outcome.kind === 'refused') refusals.push(outcome.message);
	}
	const mapped = `${pairs.length - refusals.length} of ${pairs.length} ${of.things} are mapped.`;
	return { kind: 'done', message: [mapped, ...refusals].join(' '), location: of.location };
}
