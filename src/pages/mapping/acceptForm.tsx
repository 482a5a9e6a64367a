import type { VNode } from 'preact';
import { CardTable } from '../cardTable';
import { PostForm } from '../postForm';
import type { SuggestedPair } from './suggesting';

function PairRow(given: {
	readonly heads: readonly string[];
	readonly pair: SuggestedPair;
	readonly isTicked: boolean;
}): VNode {
	const { heads, pair, isTicked } = given;
	const [own, other] = pair.ids;
	const [ownName, otherName] = pair.names;
	return (
		<tr>
			<td data-label="Accept" class="tick">
				<input
					type="checkbox"
					name="pairs"
					value={`${own}=${other}`}
					checked={isTicked}
					aria-label={`${ownName} is ${otherName}`}
				/>
			</td>
			{pair.cells.map((cell, at) => (
				<td data-label={heads[at]} class={at === 0 ? 'head' : ''}>
					{cell}
				</td>
			))}
			<td data-label={heads.at(-1)}>
				{otherName} <span class="soft small">({other})</span>
			</td>
			<td data-label="Score" class="number">
				{pair.score}
			</td>
			<td data-label="Reason">{pair.reasons.join(', ')}</td>
		</tr>
	);
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
			<CardTable
				caption="Nothing is mapped before you accept it. Look at each, untick what is wrong."
				heads={['Accept', ...heads, { name: 'Score', class: 'number' }, 'Reason']}
			>
				<tbody>
					{pairs.map((pair) => (
						<PairRow heads={heads} pair={pair} isTicked={pair.score >= least} />
					))}
				</tbody>
			</CardTable>
			<p class="row">
				<button class="main">Accept the ticked ones</button>
				<a href={back}>Back to the list</a>
			</p>
		</PostForm>
	);
}
