import type { ComponentChildren, VNode } from 'preact';

/** A table whose rows become cards on a phone; `links` names the last column, where each row's links stand, if they do. */
export function CardTable(given: {
	readonly caption: ComponentChildren;
	readonly heads: readonly (string | { readonly name: string; readonly class: 'number' })[];
	readonly links?: string;
	/** Its bodies. */
	readonly children: ComponentChildren;
}): VNode {
	const { caption, heads, links, children } = given;
	return (
		<table class="cards">
			<caption>{caption}</caption>
			<thead>
				<tr>
					{heads.map((head) => (typeof head === 'string' ? <th>{head}</th> : <th class={head.class}>{head.name}</th>))}
					{links === undefined ? null : (
						<th>
							<span class="soft">{links}</span>
						</th>
					)}
				</tr>
			</thead>
			{children}
		</table>
	);
}
